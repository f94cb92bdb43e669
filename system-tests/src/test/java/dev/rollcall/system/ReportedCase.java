package dev.rollcall.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report that was turned into steps: events to post, and what must be found afterwards. {@code {{run}}} is new in every
 * run, {@code {{now}}} and {@code {{now+N}}} are milliseconds. A step is one of
 *
 * <pre>
 * {"post": event | "raw": text, "status": 202}
 * {"sql": query, "should": rows as arrays}
 * {"feed": [topic, key], "should": [[ce_type, ce_revision], …]}
 * {"log": [topic, text], "should": how many records hold it}
 * </pre>
 */
record ReportedCase(String file, String about, String run, List<JsonNode> steps) {

    static final JsonMapper JSON = new JsonMapper();

    private static final Pattern NOW = Pattern.compile("\"?\\{\\{now([+-]\\d+)?}}\"?");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static List<ReportedCase> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<ReportedCase> cases = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                cases.add(read(file));
            }
            return cases;
        }
    }

    private static ReportedCase read(Path file) throws IOException {
        StringBuilder run = new StringBuilder();
        new Random().ints(16, 0, ALPHABET.length()).forEach(index -> run.append(ALPHABET.charAt(index)));
        long now = System.currentTimeMillis();
        String text = NOW.matcher(Files.readString(file).replace("{{run}}", run))
                .replaceAll((MatchResult moment) ->
                        Long.toString(now + (moment.group(1) == null ? 0 : Long.parseLong(moment.group(1)))));
        JsonNode root = JSON.readTree(text);
        return new ReportedCase(
                file.getFileName().toString(),
                root.get("about").stringValue(),
                run.toString(),
                root.get("steps").valueStream().toList());
    }

    boolean wantsAnEmptyDatabase() {
        return about.contains("EMPTY DATABASE");
    }

    @Override
    public String toString() {
        return file + ": " + about;
    }
}
