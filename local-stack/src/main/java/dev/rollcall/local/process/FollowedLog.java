package dev.rollcall.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log file that is read from near its end, and then as it grows. Only whole lines come out. */
public final class FollowedLog {

    /** As much as is looked through for the last lines, or read at once. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final Path file;
    private long shown;

    public FollowedLog(Path file) {
        this(file, 0);
    }

    /** @param from what stands before is of an earlier run */
    public FollowedLog(Path file, long from) {
        this.file = file;
        this.shown = from;
    }

    /** The last lines of what is there now; {@link #added} goes on behind them. */
    public List<String> end(int count) throws IOException {
        shown = Files.isRegularFile(file) ? Math.max(0, Files.size(file) - MOST_BYTES) : 0;
        boolean cut = shown > 0;
        List<String> lines = added();
        List<String> whole = cut && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines;
        return whole.subList(Math.max(0, whole.size() - count), whole.size());
    }

    /** What was written since the last look. A file that was begun anew is read from its beginning. */
    public List<String> added() throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < shown) {
                shown = 0;
            }
            byte[] added = new byte[(int) Math.min(MOST_BYTES, log.length() - shown)];
            log.seek(shown);
            log.readFully(added);
            int whole = added.length;
            while (whole > 0 && added[whole - 1] != '\n') {
                whole--;
            }
            if (whole == 0 && added.length == MOST_BYTES) {
                // A line that is longer than all of this is cut.
                whole = added.length;
            }
            shown += whole;
            return new String(added, 0, whole, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
