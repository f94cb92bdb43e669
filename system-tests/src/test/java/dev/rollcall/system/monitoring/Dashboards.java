package dev.rollcall.system.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards as they are provisioned. */
public final class Dashboards {

    private static final Path FOLDER = RuleFile.ROOT.resolve("deploy/grafana/dashboards");

    private Dashboards() {}

    /**
     * One query.
     *
     * @param place dashboard and panel, for people
     * @param legend such as {@code {{instance}} used}
     */
    public record Query(String place, String expression, String legend) {}

    static List<JsonNode> all() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (var files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(JsonMapper.shared().readTree(Files.readString(file)));
            }
        }
        return all;
    }

    static List<JsonNode> panels(JsonNode dashboard) {
        List<JsonNode> panels = new ArrayList<>();
        dashboard.get("panels").forEach(panels::add);
        return panels;
    }

    /** Of all panels and annotations. */
    public static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode dashboard : all()) {
            String uid = dashboard.get("uid").asString();
            for (JsonNode panel : panels(dashboard)) {
                panel.path("targets")
                        .forEach(target -> queries.add(new Query(
                                uid + ", " + panel.get("title").asString(),
                                target.get("expr").asString(),
                                target.get("legendFormat").asString())));
            }
            dashboard
                    .path("annotations")
                    .path("list")
                    .forEach(annotation -> queries.add(new Query(
                            uid + ", annotation " + annotation.get("name").asString(),
                            annotation.get("expr").asString(),
                            annotation.get("titleFormat").asString())));
        }
        return queries;
    }
}
