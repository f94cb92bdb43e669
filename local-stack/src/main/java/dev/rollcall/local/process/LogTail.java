package dev.rollcall.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a log file, for the message about a process that ended. */
public final class LogTail {

    private static final int BYTES = 16 * 1024;
    /** How gateway, worker and the worker's commands say in one line why they end. */
    private static final Pattern REASON = Pattern.compile("^rollcall [a-z-]+: (.+)");

    private LogTail() {}

    /** How long the file is now: what is written later begins there. 0 when there is none. */
    public static long end(Path logFile) {
        return logFile.toFile().length();
    }

    /** At most {@code count} of the last lines; empty when there is no file. */
    public static List<String> lines(Path logFile, int count) {
        return lines(logFile, 0, count);
    }

    /**
     * At most {@code count} of the last lines; empty when there is no file.
     *
     * @param begin what stands before is of an earlier run
     */
    public static List<String> lines(Path logFile, long begin, int count) {
        if (!Files.isRegularFile(logFile)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
            // One that is shorter now was moved away and begun anew.
            long first = begin > file.length() ? 0 : begin;
            long from = Math.max(first, file.length() - BYTES);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException unreadable) {
            return List.of("(" + logFile + " cannot be read: " + unreadable.getMessage() + ")");
        }
    }

    /**
     * What to say of a process that ended or did not become ready: its own line that says why, when it has one, and else
     * the last that it wrote; and where the rest is.
     */
    public static String explanation(Path logFile, long begin, int count) {
        List<String> lines = lines(logFile, begin, count);
        for (String line : lines.reversed()) {
            Matcher reason = REASON.matcher(line);
            if (reason.find()) {
                return "%s (log: %s)".formatted(reason.group(1), logFile);
            }
        }
        return lines.isEmpty()
                ? "It wrote nothing to %s".formatted(logFile)
                : "The end of %s:%n    %s".formatted(logFile, String.join("\n    ", lines));
    }
}
