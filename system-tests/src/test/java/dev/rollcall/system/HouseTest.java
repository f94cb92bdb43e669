package dev.rollcall.system;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.junit.jupiter.api.Test;

/**
 * The floor plan: which package of which module may know which. The list {@code house/rooms.txt} says it, one line a
 * package; a new arrow is a line that somebody writes and somebody else reads. With {@code -Drollcall.update=true} the list
 * is written anew from the classes.
 */
class HouseTest {

    private static final String ROOT = "dev.rollcall.";
    private static final Path LIST = Path.of("src", "test", "resources", "house", "rooms.txt");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .importPaths(
                    modules().map(module -> module.resolve("target/classes")).toList());

    private static final JavaClasses TESTS = new ClassFileImporter()
            .importPaths(modules()
                    .map(module -> module.resolve("target/test-classes"))
                    .filter(Files::isDirectory)
                    .toList());

    private static Stream<Path> modules() {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java"))).toList().stream();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** What each package knows, by what its classes say. */
    private static SortedMap<String, SortedSet<String>> arrows() {
        SortedMap<String, SortedSet<String>> arrows = new TreeMap<>();
        for (JavaClass type : HOUSE) {
            SortedSet<String> known = arrows.computeIfAbsent(room(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .filter(HouseTest::isOurs)
                    .map(HouseTest::room)
                    .filter(other -> !other.equals(room(type)))
                    .forEach(known::add);
        }
        return arrows;
    }

    @Test
    void everyPackageKnowsExactlyWhatTheListAllows() throws IOException {
        List<String> lines = arrows().entrySet().stream()
                .map(room -> (room.getKey() + ": " + String.join(" ", room.getValue())).strip())
                .toList();
        if (Boolean.getBoolean("rollcall.update")) {
            Files.write(LIST, lines);
        }
        // A build of some modules only, as with -pl, is asked about those; the whole build has system-tests last.
        Set<String> built = lines.stream().map(HouseTest::building).collect(Collectors.toSet());
        assertThat(lines)
                .as("%s; a right arrow that is new is added with -Drollcall.update=true", LIST)
                .containsExactlyElementsOf(Files.readAllLines(LIST).stream()
                        .filter(line -> built.contains(building(line)))
                        .toList());
    }

    /** The first word of a room's name, which it shares with the other rooms of its module. */
    private static String building(String line) {
        return line.split("[.:]", 2)[0];
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("dev.rollcall.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    /**
     * A class that only its own package uses is that package's business. The shared model is what readers of the topics
     * build on, and its constants leave no arrow.
     */
    @Test
    void publicIsOnlyWhatAnotherPackageUses() {
        SortedSet<String> publics = HOUSE.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getName().startsWith("dev.rollcall.model."))
                .filter(type -> !isStartedByName(type))
                .map(JavaClass::getName)
                .collect(toCollection(TreeSet::new));
        Stream.concat(HOUSE.stream(), TESTS.stream())
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> isFromElsewhere(arrow) || isSaidInPublic(arrow))
                .map(arrow -> topLevel(arrow.getTargetClass()))
                .forEach(publics::remove);
        assertThat(publics).isEmpty();
    }

    private static boolean isFromElsewhere(Dependency arrow) {
        return !arrow.getOriginClass()
                .getPackageName()
                .equals(arrow.getTargetClass().getBaseComponentType().getPackageName());
    }

    /** By a record that others read, through a library or by themselves. */
    private static boolean isSaidInPublic(Dependency arrow) {
        JavaClass from = arrow.getOriginClass();
        return from.isRecord()
                && from.getModifiers().contains(JavaModifier.PUBLIC)
                && !topLevel(from).equals(topLevel(arrow.getTargetClass()));
    }

    private static String topLevel(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    /** Main classes, annotations, and what Spring makes by itself. */
    private static boolean isStartedByName(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent()
                || type.isAssignableTo(ConsumerPartitionAssignor.class)
                || type.isAnnotation()
                || type.getAnnotations().stream()
                        .anyMatch(
                                annotation -> annotation.getRawType().getName().startsWith("org.springframework."));
    }
}
