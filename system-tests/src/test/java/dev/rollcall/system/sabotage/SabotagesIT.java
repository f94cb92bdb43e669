package dev.rollcall.system.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each sabotage turns one of its tests red. Only with the profile of this name, since it takes an hour:
 * {@code mvn -Psabotages -pl system-tests -am verify}, and {@code -Drollcall.sabotage=P4} for those whose name begins so.
 */
class SabotagesIT {

    /** What waits for ever is no proof: a slow machine looks the same, so a test has to notice it by an assertion. */
    private static final long LONGEST_MINUTES = 15;

    private static final Path LOGS = Path.of("target", "sabotages");

    static List<Sabotage> sabotages() {
        String chosen = System.getProperty("rollcall.sabotage", "");
        return Sabotage.all().stream()
                .filter(sabotage -> sabotage.name().startsWith(chosen))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sabotages")
    void isNoticed(Sabotage sabotage, @TempDir Path directory) throws IOException, InterruptedException {
        SabotagedClasses classes = new SabotagedClasses(sabotage, directory);
        Map<String, List<String>> byModule = sabotage.red().stream()
                .collect(Collectors.groupingBy(
                        Sabotage.Red::module, Collectors.mapping(Sabotage.Red::selector, Collectors.toList())));
        boolean red = false;
        for (Map.Entry<String, List<String>> tests : byModule.entrySet()) {
            int result = run(sabotage, classes, tests.getKey(), tests.getValue());
            assertThat(result)
                    .as("%s: the exit code of its tests, which say why under %s", sabotage, LOGS)
                    .isIn(RedTests.ALL_GREEN, RedTests.RED);
            red |= result == RedTests.RED;
        }
        assertThat(red)
                .as("%s: noticed by none of %s", sabotage, sabotage.red())
                .isTrue();
    }

    private static int run(Sabotage sabotage, SabotagedClasses classes, String module, List<String> selectors)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes.classPath(module) + File.pathSeparator + ownClassPath(),
                RedTests.class.getName()));
        command.addAll(selectors);
        Files.createDirectories(LOGS);
        Path log = LOGS.resolve(sabotage.name() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(Repository.ROOT.resolve(module).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(sabotage + ": neither red nor green within " + LONGEST_MINUTES + " minutes");
        }
        return process.exitValue();
    }

    /** The tests run in the folder of their module. */
    private static String ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
