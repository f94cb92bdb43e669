package dev.rollcall.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.rollcall.gateway";
    private static final String[] STEPS = {"receive", "verify", "identify", "publish"};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void stepsDoNotKnowEachOther() {
        for (String step : STEPS) {
            for (String other : STEPS) {
                if (!other.equals(step)) {
                    noClasses()
                            .that()
                            .resideInAPackage(packageOf(step))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(packageOf(other))
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void onlyThePipelineKnowsAllSteps() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching(".*(IngestPipeline|GatewayConfiguration).*")
                .and()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packageOf("identify"))
                .check(CLASSES);
    }

    @Test
    void answersAndMetricsKnowNoStep() {
        for (String step : STEPS) {
            noClasses()
                    .that()
                    .resideInAnyPackage(packageOf("answer"), packageOf("metrics"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(packageOf(step))
                    .check(CLASSES);
        }
    }

    /** Wiring is thin and last: a step is made with `new`, and only its settings are known to Spring. */
    @Test
    void stepsKnowOfSpringOnlyHowToReadSettings() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .and()
                .haveNameNotMatching(".*Settings.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    void onlyReceiveKnowsNettyAndOnlyPublishKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("receive"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(packageOf("publish"), ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(CLASSES);
    }

    private static String packageOf(String feature) {
        return ROOT + "." + feature + "..";
    }
}
