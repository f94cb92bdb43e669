package dev.rollcall.local.chaos.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code chaos.txt}, {@code chaos.json}, {@code chaos.html} and {@code chaos.md}. */
public final class ReportFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFiles() {}

    public static List<Path> write(ChaosReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path json = directory.resolve("chaos.json");
        Path html = directory.resolve("chaos.html");
        Path text = directory.resolve("chaos.txt");
        Path markdown = directory.resolve("chaos.md");
        Files.writeString(json, JSON.writeValueAsString(report) + "\n");
        Files.writeString(html, HtmlReport.of(report));
        Files.writeString(text, String.join("\n", TextReport.of(report)) + "\n");
        Files.writeString(markdown, String.join("\n", MarkdownReport.of(report)) + "\n");
        return List.of(text, json, html, markdown);
    }
}
