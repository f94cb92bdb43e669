package dev.rollcall.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name exists: files, sections, tests. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s:]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern NO_PART_OF_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_ -]");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:IT|Test))`");
    /** Of the build, of other programs, and of people who work here. */
    private static final Set<String> FOREIGN = Set.of("target", "node_modules", ".git", ".rollcall", ".rollcall-build");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : files(".md")) {
            LINK.matcher(Files.readString(document)).results().forEach(link -> {
                Path target = link.group(1).isEmpty()
                        ? document
                        : document.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    broken.add(RuleFile.ROOT.relativize(document) + ": " + link.group());
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyTestThatADocumentNamesExists() throws IOException {
        Set<String> tests = files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Path document : files(".md")) {
            TEST.matcher(Files.readString(document)).results().forEach(test -> {
                if (!tests.contains(test.group(1))) {
                    missing.add(RuleFile.ROOT.relativize(document) + ": " + test.group(1));
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    /** The README is what a stranger reads first, to the end. */
    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(RuleFile.ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) {
        try {
            return HEADING.matcher(Files.readString(document))
                    .results()
                    .map(heading -> NO_PART_OF_AN_ANCHOR
                            .matcher(heading.group(1).strip().toLowerCase(Locale.ROOT))
                            .replaceAll("")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files =
                Files.find(RuleFile.ROOT, 20, (path, ignored) -> path.toString().endsWith(suffix))) {
            return files.filter(path -> FOREIGN.stream()
                            .noneMatch(folder -> RuleFile.ROOT.relativize(path).startsWith(folder)
                                    || path.toString().contains("/" + folder + "/")))
                    .toList();
        }
    }
}
