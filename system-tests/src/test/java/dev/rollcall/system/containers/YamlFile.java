package dev.rollcall.system.containers;

import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A file of the repository, read as it is written. */
final class YamlFile {

    private YamlFile() {}

    /** @param path below the top of the repository */
    static Path inRepository(String path) {
        return RuleFile.ROOT.resolve(path);
    }

    /** The only document. */
    static Map<String, Object> read(Path file) throws IOException {
        List<Map<String, Object>> documents = documents(file);
        if (documents.size() != 1) {
            throw new IOException(file + " has " + documents.size() + " documents");
        }
        return documents.getFirst();
    }

    static List<Map<String, Object>> documents(Path file) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file))) {
            documents.add(map(document));
        }
        return documents;
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        }
        return map;
    }

    /** Every scalar by its path: {@code a.b.0.c}. */
    static Map<String, String> leaves(@Nullable Object document) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", document, leaves::put);
        return leaves;
    }

    private static void collect(String path, @Nullable Object value, BiConsumer<String, String> to) {
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> collect(path + (path.isEmpty() ? "" : ".") + key, entry, to));
        } else if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                collect(path + (path.isEmpty() ? "" : ".") + i, elements.get(i), to);
            }
        } else if (value != null) {
            to.accept(path, String.valueOf(value));
        }
    }
}
