package dev.rollcall.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.system.documents.ApplicationYaml.Mapping;
import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of {@code docs/settings.md} are what the settings records and {@code application.yaml} say. With
 * -Drollcall.update=true they are written instead; the text around them is the page's own.
 */
class SettingsDocumentTest {

    private static final Path PUBLISHED = RuleFile.ROOT.resolve("docs/settings.md");
    private static final String YAML = "src/main/resources/application.yaml";
    private static final String COLUMNS = "| variable | property | default | meaning |\n|---|---|---|---|\n";
    private static final Pattern OURS = Pattern.compile("(?:ROLLCALL|CLERK|KAFKA)(?:_[A-Z]+)+");
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");
    /** Between the command line and its own child processes. */
    private static final Pattern INTERNAL = Pattern.compile("ROLLCALL_(?:GIVEN_.*|STOP_SIGNAL)");

    @ParameterizedTest
    @ValueSource(strings = {"ingest-gateway", "sync-worker"})
    void theTableIsWhatTheApplicationTakes(String module) throws IOException {
        String begin = "<!-- " + module + ", generated -->\n";
        String page = Files.readString(PUBLISHED);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end -->", from);
        assertThat(to).as("docs/settings.md has the marks of " + module).isGreaterThan(begin.length());
        StringBuilder table = new StringBuilder(COLUMNS);
        for (Setting setting : settings(module)) {
            table.append(setting.line()).append('\n');
        }
        String expected = page.substring(0, from) + table + page.substring(to);
        if (Boolean.getBoolean("rollcall.update")) {
            Files.writeString(PUBLISHED, expected);
        }
        List<String> missing = new ArrayList<>(expected.lines().toList());
        missing.removeAll(Files.readAllLines(PUBLISHED));
        assertThat(missing)
                .as("not in docs/settings.md, unless it is written with -Drollcall.update=true")
                .isEmpty();
        assertThat(PUBLISHED).content(StandardCharsets.UTF_8).isEqualTo(expected);
    }

    /** Commands need no Spring, so nothing but their sources lists what they read. */
    @Test
    void everyVariableThatTheSourcesReadIsNamedAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String module : List.of("ingest-gateway", "sync-worker", "local-stack")) {
            for (Path root : sources(module)) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        LITERAL.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
                    }
                }
            }
            Path yaml = RuleFile.ROOT.resolve(module).resolve(YAML);
            if (Files.exists(yaml)) {
                ApplicationYaml.read(yaml).values().forEach(mapping -> read.add(mapping.variable()));
            }
        }
        read.removeIf(variable ->
                !OURS.matcher(variable).matches() || INTERNAL.matcher(variable).matches());
        Set<String> named = new TreeSet<>();
        OURS.matcher(Files.readString(PUBLISHED)).results().forEach(found -> named.add(found.group()));
        assertThat(named).isEqualTo(read);
    }

    /** Those with a variable first, in the order of the file that maps them. */
    private static List<Setting> settings(String module) throws IOException {
        Map<String, Mapping> mappings =
                ApplicationYaml.read(RuleFile.ROOT.resolve(module).resolve(YAML));
        Map<String, Setting> declared = new LinkedHashMap<>();
        SettingsRecords.in(sources(module)).forEach(setting -> declared.put(setting.property(), setting));
        List<Setting> settings = new ArrayList<>();
        mappings.forEach((property, mapping) -> settings.add(joined(property, mapping, declared)));
        declared.forEach((property, setting) -> {
            if (!mappings.containsKey(property)) {
                settings.add(setting);
            }
        });
        assertThat(settings)
                .as("without a meaning: the @param of its record, or the comment above it in application.yaml")
                .filteredOn(setting -> setting.meaning().isEmpty())
                .isEmpty();
        return settings;
    }

    private static Setting joined(String property, Mapping mapping, Map<String, Setting> declared) {
        Setting record = declared.values().stream()
                .filter(setting ->
                        property.matches("\\Q" + setting.property().replace("<name>", "\\E[^.]+\\Q") + "\\E"))
                .findFirst()
                .orElse(new Setting(property, null, "", ""));
        if (!record.standard().isEmpty()) {
            assertThat(mapping.standard()).as("the two defaults of " + property).isEqualTo(record.standard());
        }
        String meaning = record.meaning().isEmpty() && mapping.comment() != null ? mapping.comment() : record.meaning();
        return new Setting(property, mapping.variable(), mapping.standard(), meaning);
    }

    /** Those of the application and of the modules that are none and that it is made of. */
    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> modules = Files.list(RuleFile.ROOT)) {
            return modules.filter(path -> path.endsWith(module)
                            || path.getFileName().toString().startsWith("shared-"))
                    .map(path -> path.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
