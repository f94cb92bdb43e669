package dev.rollcall.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.rollcall.model.terminal.TerminalStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds in every module alike. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "shared-model", "shared-startup", "clerk-simulator", "local-stack", "ingest-gateway", "sync-worker");

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> Path.of("..", module, "target", "classes"))
                    .toList());

    /** Another process's main class: what it writes goes to its log. */
    private static final String BROKER = "dev.rollcall.local.server.KafkaBroker";

    /** Of each application, and of the worker's commands. */
    private static final String CLOCKS_ARE_MADE_IN =
            "dev\\.rollcall\\.(gateway\\.GatewayConfiguration|worker\\.WorkerConfiguration|worker\\.operate\\.command\\.CommandEnvironment)";

    private static final Pattern SECRET =
            Pattern.compile(".*(password|token|secret|signing|passphrase|credential|(?<!image|logo|avatar)url).*");
    /** What a component can be without giving a secret away when it is printed. */
    private static final Set<String> HARMLESS = Set.of(
            "boolean",
            "int",
            "long",
            "double",
            "java.lang.Boolean",
            "java.lang.Long",
            "java.time.Duration",
            "java.time.Instant");

    private static final DescribedPredicate<JavaClass> NOT_THE_TERMINAL = new DescribedPredicate<>("print for people") {
        @Override
        public boolean test(JavaClass type) {
            return !type.getName().startsWith(TerminalStream.class.getName())
                    && !type.getName().equals(BROKER);
        }
    };

    @Test
    void importsEveryModule() {
        for (String one : List.of(
                "model.topic.Topics", "simulator.Simulation", "gateway.answer.Answer", "worker.copy.BatchPipeline")) {
            assertThat(ALL.contain("dev.rollcall." + one)).as(one).isTrue();
        }
    }

    /**
     * A clock that is asked directly cannot be set by a test, and what it says lands in rows and answers. Elapsed time is
     * measured with {@code nanoTime}, which says nothing of the day.
     */
    @Test
    void theTimeOfDayComesFromTheClockThatIsHandedOver() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.rollcall.model..",
                        "dev.rollcall.startup..",
                        "dev.rollcall.gateway..",
                        "dev.rollcall.worker..")
                .and()
                .haveNameNotMatching(CLOCKS_ARE_MADE_IN)
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("it asks this machine for the time of day") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return asksForTheTime(access.getTarget());
                    }
                })
                .check(ALL);
    }

    private static boolean asksForTheTime(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.util.Date", "java.util.Calendar", "java.util.GregorianCalendar" -> true;
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            default -> owner.startsWith("java.time.") && name.equals("now") && !isGivenAClock(target);
        };
    }

    private static boolean isGivenAClock(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget called
                && called.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
    }

    /** A name that somebody chose himself must not reach a terminal as it is. */
    @Test
    void nothingPrintsButThroughTheOneStreamThatShowsControlCharacters() {
        noClasses()
                .that(NOT_THE_TERMINAL)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(System.class, "console")
                .check(ALL);
        noClasses()
                .that(NOT_THE_TERMINAL)
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "are the command line's terminal",
                        type -> type.getName().equals("dev.rollcall.local.cli.Terminal"))))
                .should()
                .callConstructorWhere(new DescribedPredicate<JavaConstructorCall>("it makes a print stream") {
                    @Override
                    public boolean test(JavaConstructorCall call) {
                        return call.getTargetOwner().isAssignableTo(PrintStream.class);
                    }
                })
                .check(ALL);
    }

    /** The generated {@code toString} of a record prints every component, into whichever log the record gets. */
    @Test
    void recordsWithSecretsDoNotPrintThem() {
        classes()
                .that(new DescribedPredicate<>("are records with secrets") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.isRecord() && type.getFields().stream().anyMatch(ArchitectureTest::isSecret);
                    }
                })
                .should(new ArchCondition<>("have a toString of their own") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type, !printsItsComponents(type), type.getName() + " prints its components"));
                    }
                })
                .check(ALL);
    }

    private static boolean isSecret(JavaField component) {
        return !component.getModifiers().contains(JavaModifier.STATIC)
                && SECRET.matcher(component.getName().toLowerCase(Locale.ROOT)).matches()
                && !HARMLESS.contains(component.getRawType().getName())
                && !component.getRawType().isEnum();
    }

    /** Whether its {@code toString} is the one that the compiler makes. */
    private static boolean printsItsComponents(JavaClass type) {
        URI file = type.getSource().orElseThrow().getUri();
        try {
            return ClassFile.of().parse(Files.readAllBytes(Path.of(file))).methods().stream()
                    .filter(method -> method.methodName().equalsString("toString")
                            && method.methodType().equalsString("()Ljava/lang/String;"))
                    .flatMap(method -> method.code().orElseThrow().elementStream())
                    .anyMatch(element -> element instanceof InvokeDynamicInstruction call
                            && call.bootstrapMethod().owner().displayName().equals("ObjectMethods"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
