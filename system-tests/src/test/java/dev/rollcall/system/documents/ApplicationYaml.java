package dev.rollcall.system.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The properties of an {@code application.yaml} that an environment variable sets, in the file's order. */
final class ApplicationYaml {

    /**
     * What the file says of a property.
     *
     * @param variable the environment variable
     * @param standard the default beside it; '' for none
     * @param comment the lines above it; null when there are none
     */
    record Mapping(
            String variable, String standard, @Nullable String comment) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z_]+):([^}]*)}");

    private final Map<String, Mapping> mappings = new LinkedHashMap<>();

    private ApplicationYaml() {}

    /** By property. */
    static Map<String, Mapping> read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        ApplicationYaml yaml = new ApplicationYaml();
        yaml.collect("", new Yaml(new SafeConstructor(options)).compose(Files.newBufferedReader(file)));
        return yaml.mappings;
    }

    private void collect(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = path + ((ScalarNode) entry.getKeyNode()).getValue();
            collect(key + ".", entry.getValueNode());
            if (entry.getValueNode() instanceof ScalarNode value) {
                Matcher found = PLACEHOLDER.matcher(value.getValue());
                if (found.matches()) {
                    mappings.put(key, new Mapping(found.group(1), found.group(2), comment(entry.getKeyNode())));
                }
            }
        }
    }

    private static @Nullable String comment(Node key) {
        String text = Optional.ofNullable(key.getBlockComments()).orElse(List.of()).stream()
                .map(CommentLine::getValue)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? null : text;
    }
}
