package dev.rollcall.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code docs/performance.md}: prose that people write, and between two markers for each benchmark what was measured
 * last.
 */
public record PerformancePage(Path file) {

    /** @throws IOException also when the page has no markers for the section */
    public void replace(Section section) throws IOException {
        String begin = "<!-- measured: " + section.name() + " -->";
        String end = "<!-- end: " + section.name() + " -->";
        String page = Files.readString(file);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(file + " lacks the markers " + begin + " and " + end);
        }
        Files.writeString(
                file, page.substring(0, from + begin.length()) + "\n" + section.markdown() + "\n" + page.substring(to));
    }
}
