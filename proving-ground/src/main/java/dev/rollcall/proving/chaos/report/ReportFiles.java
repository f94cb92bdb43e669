package dev.rollcall.proving.chaos.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code chaos.txt} and {@code chaos.json}. */
public final class ReportFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFiles() {}

    public static List<Path> write(ChaosReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path json = directory.resolve("chaos.json");
        Path text = directory.resolve("chaos.txt");
        Files.writeString(json, JSON.writeValueAsString(report) + "\n");
        Files.writeString(text, String.join("\n", TextReport.of(report)) + "\n");
        return List.of(text, json);
    }
}
