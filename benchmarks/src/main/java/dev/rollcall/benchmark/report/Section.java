package dev.rollcall.benchmark.report;

import java.util.ArrayList;
import java.util.List;

/** The outcome of one benchmark: a table and lines around it, as Markdown. */
public final class Section {

    private final String name;
    private final List<String> lines = new ArrayList<>();

    /** @param name as on the command line, and in the page's markers */
    public Section(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** A paragraph. */
    public Section text(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(text);
        return this;
    }

    /** The head of a table; rows follow. */
    public Section head(String... cells) {
        text(cells(cells));
        lines.add("|---".repeat(cells.length) + "|");
        return this;
    }

    public Section row(String... cells) {
        lines.add(cells(cells));
        return this;
    }

    public String markdown() {
        return String.join("\n", lines);
    }

    private static String cells(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
