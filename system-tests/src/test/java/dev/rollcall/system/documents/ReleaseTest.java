package dev.rollcall.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Release;
import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The release is written by hand in the poms alone, where Maven refuses a module that names another than the top one.
 * Programs and scripts read it there; what cannot read, such as a Compose file or a page, is written by this test with
 * {@code -Drollcall.update=true}.
 */
class ReleaseTest {

    private static final String VERSION = "\\d+\\.\\d+\\.\\d+(?:-[A-Z]+)?";

    /** A jar of ours, an image of ours, the tag of one. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<before>(?:ingest-gateway|sync-worker|local-stack|proving-ground|shared-[a-z]+|clerk-simulator)-"
                    + "|rollcall/(?:gateway|worker|rollcall):|newTag: )(?<version>" + VERSION
                    + ")(?=-app\\.jar|\\.jar|[\\s`'\",)}]|$)");

    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "node_modules", ".rollcall", ".rollcall-build", ".issues");
    private static final Set<String> READ_IT = Set.of("java", "sh", "rollcall", "run");
    private static final Set<String> CANNOT_READ_IT = Set.of("md", "yaml", "yml", "Dockerfile", "service");

    private final String release = Release.of(RuleFile.ROOT);

    @Test
    void whatCannotReadTheReleaseNamesThisOne() throws IOException {
        List<String> others = new ArrayList<>();
        int named = 0;
        for (Path file : files(CANNOT_READ_IT)) {
            String text = Files.readString(file);
            String right = NAMED.matcher(text).replaceAll("${before}" + release);
            named += (int) NAMED.matcher(text).results().count();
            if (Boolean.getBoolean("rollcall.update") && !right.equals(text)) {
                Files.writeString(file, right, StandardCharsets.UTF_8);
            } else if (!right.equals(text)) {
                others.add(RuleFile.ROOT.relativize(file).toString());
            }
        }
        assertThat(others)
                .as("name another release than %s; -Drollcall.update=true mends them", release)
                .isEmpty();
        assertThat(named).as("places that name the release").isPositive();
    }

    @Test
    void programsAndScriptsReadTheRelease() throws IOException {
        assertThat(files(READ_IT))
                .filteredOn(file -> NAMED.matcher(text(file))
                        .results()
                        .anyMatch(found -> found.group("version").equals(release)))
                .isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** By the end of their names: what is behind the last dot, or the whole name where there is none. */
    private static List<Path> files(Set<String> ends) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(RuleFile.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && ends.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(files).isNotEmpty();
        return files;
    }
}
