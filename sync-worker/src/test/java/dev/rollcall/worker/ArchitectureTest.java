package dev.rollcall.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.rollcall.worker.copy.consume.ConsumerSettings")
                .and()
                .doNotHaveFullyQualifiedName("dev.rollcall.worker.prepare.kafka.TopicReader")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KafkaConsumer.class)
                .check(WORKER);
    }
}
