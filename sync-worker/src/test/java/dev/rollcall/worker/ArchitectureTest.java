package dev.rollcall.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import dev.rollcall.startup.kafka.KafkaClients;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** The steps know the batch's words and the tables, not each other; only the pipeline knows them all. */
class ArchitectureTest {

    private static final String[] STEPS = {"decode", "resolve", "apply", "announce", "reject"};

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rollcall.worker");

    @Test
    void stepsDoNotKnowEachOther() {
        for (String step : STEPS) {
            for (String other : STEPS) {
                if (!step.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("dev.rollcall.worker.copy." + step)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("dev.rollcall.worker.copy." + other)
                            .check(WORKER);
                }
            }
        }
    }

    @Test
    void stepsKnowNotTheLoopAndOfSpringOnlyHowToReadSettings() {
        for (String step : STEPS) {
            knowsNot("dev.rollcall.worker.copy." + step, "dev.rollcall.worker.copy.consume");
            noClasses()
                    .that()
                    .resideInAPackage("dev.rollcall.worker.copy." + step)
                    .and()
                    .haveSimpleNameNotEndingWith("Settings")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.springframework..")
                    .check(WORKER);
        }
    }

    /** Which package may know which stands in the house's list; see HouseTest of the system tests. */
    @Test
    void theWingsKnowOnlyThoseAfterThem() {
        knowsNot("dev.rollcall.worker.copy..", "dev.rollcall.worker.operate..");
        knowsNot("dev.rollcall.worker.prepare..", "dev.rollcall.worker.operate..", "dev.rollcall.worker.copy..");
        knowsNot("dev.rollcall.worker.*..", "dev.rollcall.worker");
    }

    private static void knowsNot(String wing, String... others) {
        noClasses()
                .that()
                .resideInAPackage(wing)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(WORKER);
    }

    /** A consumer with Kafka's own limits holds hundreds of megabytes of records that compress well. */
    @Test
    void nothingButTheLoopsAndTheOneBoundedReaderConsumes() {
        onlyThose("dev.rollcall.worker.copy.consume.ConsumerSettings", "dev.rollcall.worker.prepare.kafka.TopicReader")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KafkaConsumer.class)
                .orShould()
                .callMethod(KafkaClients.class, "consumer", Map.class)
                .check(WORKER);
    }

    /** Their producer is gone when it is closed; what is published beside them goes through a template of Spring's. */
    @Test
    void nothingButTheLoopsHasABareProducer() {
        onlyThose("dev.rollcall.worker.copy.announce.KafkaTransaction")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KafkaProducer.class)
                .orShould()
                .callMethod(KafkaClients.class, "producer", Map.class)
                .check(WORKER);
    }

    private static GivenClassesConjunction onlyThose(String... classes) {
        return noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.belongTo(DescribedPredicate.describe(
                        "are those allowed to", one -> List.of(classes).contains(one.getName())))));
    }

    /**
     * Statements of the batches, of the check that lets them write, and of the owner's commands are plain JDBC (decision
     * 0001). All others are closed, and their failures named, in one way.
     */
    @Test
    void whatRunsBesideTheBatchesAsksByJdbcClient() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.rollcall.worker.operate..", "dev.rollcall.worker.copy.metrics")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Statement.class)
                .check(WORKER);
    }
}
