package dev.rollcall.local.cli;

import dev.rollcall.model.terminal.Mark;
import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.model.terminal.TerminalText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and error in UTF-8 whatever the locale, and a last line that is written over where that is possible.
 * The only control characters that get out are those that move this line and colour a mark: everything else passes through {@link
 * TerminalText}. Safe for use by many threads.
 */
public final class Terminal {

    private static final String BEGIN_AND_CLEAR = "\r\u001B[K";
    /** Should the terminal have become narrower: of a line that wrapped, only the last part could be written over. */
    private static final String WITHOUT_WRAPPING = "\u001B[?7l%s\u001B[?7h";

    private static final String HOME_AND_CLEAR = "\u001B[H\u001B[2J";

    private static final String BETWEEN_FIGURES = "  ";
    private static final int USUAL_COLUMNS = 80;

    private final PrintStream screen;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final boolean coloured;
    private final int columns;
    private String liveLine = "";

    /** @param columns how wide it is */
    public Terminal(PrintStream out, PrintStream err, boolean interactive, int columns) {
        this(out, err, interactive, false, columns);
    }

    /**
     * @param interactive whether somebody sees standard output as it is written
     * @param coloured whether colours and ticks are wanted there
     */
    Terminal(PrintStream out, PrintStream err, boolean interactive, boolean coloured, int columns) {
        screen = out;
        this.out = TerminalStream.before(out);
        this.err = TerminalStream.before(err);
        this.interactive = interactive;
        this.coloured = interactive && coloured;
        this.columns = columns;
    }

    /** The launcher knows best whether standard output is a terminal, and how wide: it says so with system properties. */
    static Terminal ofThisProcess() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("rollcall.terminal"),
                TerminalStream.wantsColours(System.getenv("NO_COLOR")),
                Integer.getInteger("rollcall.columns", USUAL_COLUMNS));
    }

    /** Whether {@link #live} writes over the line before. */
    boolean isInteractive() {
        return interactive;
    }

    /** For results; the same text comes out of it, with what a terminal would obey made visible. */
    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    public synchronized void say(String line) {
        if (liveLine.isEmpty()) {
            out.println(line);
        } else {
            screen.print(BEGIN_AND_CLEAR + TerminalText.visible(line) + "\n" + WITHOUT_WRAPPING.formatted(liveLine));
        }
        screen.flush();
    }

    /** The same with a mark in front, in colour, where somebody looks; elsewhere the line as it is. */
    synchronized void say(Mark mark, String line) {
        if (!coloured) {
            say(line);
            return;
        }
        String before = liveLine.isEmpty() ? "" : BEGIN_AND_CLEAR;
        String after = liveLine.isEmpty() ? "" : WITHOUT_WRAPPING.formatted(liveLine);
        screen.print(before + mark.painted(mark.sign() + " ") + TerminalText.visible(line) + "\n" + after);
        screen.flush();
    }

    /** A bug of ours, with its stack trace. */
    synchronized void complain(Throwable bug) {
        bug.printStackTrace(err);
    }

    /** To standard error, so that it is in nobody's pipe. */
    synchronized void complain(String line) {
        err.println(line);
    }

    /** Shows the line at the bottom in place of the last one; without a terminal it is one more line. */
    synchronized void live(String line) {
        if (!interactive) {
            out.println(line);
            return;
        }
        liveLine = cut(TerminalText.onOneLine(line));
        screen.print(BEGIN_AND_CLEAR + WITHOUT_WRAPPING.formatted(liveLine));
        screen.flush();
    }

    /** The same with the line in colour. */
    synchronized void live(Mark mark, String line) {
        live(line);
        if (coloured) {
            liveLine = mark.painted(liveLine);
            screen.print(BEGIN_AND_CLEAR + WITHOUT_WRAPPING.formatted(liveLine));
            screen.flush();
        }
    }

    /** Takes the live line away, for what is said instead. */
    synchronized void clearLive() {
        if (!liveLine.isEmpty()) {
            liveLine = "";
            screen.print(BEGIN_AND_CLEAR);
            screen.flush();
        }
    }

    /** Begins an empty screen, for what is shown again and again. */
    synchronized void clearScreen() {
        if (interactive) {
            screen.print(HOME_AND_CLEAR);
            screen.flush();
        }
    }

    /** Leaves out figures at the end that have no room. */
    private String cut(String line) {
        if (line.length() <= columns) {
            return line;
        }
        int end = line.lastIndexOf(BETWEEN_FIGURES, columns);
        return line.substring(0, end > 0 ? end : columns);
    }

    /** Further output comes below the live line. */
    synchronized void endLive() {
        if (!liveLine.isEmpty()) {
            liveLine = "";
            out.println();
        }
    }
}
