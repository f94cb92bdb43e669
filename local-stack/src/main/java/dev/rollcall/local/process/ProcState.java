package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux's {@code /proc} says of a process; elsewhere nothing. */
final class ProcState {

    private ProcState() {}

    /** Ended, but not reaped: Linux still counts it as a process, and Java as alive. */
    static boolean isZombie(long pid) {
        return is("Z", Path.of("/proc", Long.toString(pid)), false);
    }

    /** Whether no thread of it runs any more after SIGSTOP: each takes notice by itself, a little later. */
    static boolean isStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(thread -> is("TZX", thread, true));
        } catch (IOException noLinuxOrGone) {
            return true;
        }
    }

    private static boolean is(String states, Path directory, boolean whenGone) {
        try {
            String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The state follows the program's name, which is in parentheses and may hold some itself.
            return states.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return whenGone;
        }
    }
}
