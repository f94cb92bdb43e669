package dev.rollcall.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties a child to its parent. {@code PR_SET_PDEATHSIG} would not do: it fires when the <em>thread</em> that started the
 * child ends, and it does not exist outside Linux.
 */
final class Guard {

    private static final String SCRIPT = script();

    private Guard() {}

    /**
     * The command in a session of its own, so that Ctrl-C in a terminal reaches only the parent, which then stops its
     * children in order.
     */
    static List<String> around(List<String> command) {
        List<String> guarded = new ArrayList<>(newSession());
        guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "guard"));
        guarded.addAll(command);
        return guarded;
    }

    /** What to put before a command so that it runs in a session of its own; empty where nothing can do that. */
    static List<String> newSession() {
        for (String directory : List.of("/usr/bin", "/bin")) {
            if (Files.isExecutable(Path.of(directory, "setsid"))) {
                return List.of(directory + "/setsid");
            }
        }
        // macOS has no setsid, but Perl.
        if (Files.isExecutable(Path.of("/usr/bin/perl"))) {
            return List.of("/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 127");
        }
        return List.of();
    }

    private static String script() {
        try (InputStream script = Guard.class.getResourceAsStream("guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("guard.sh is missing from the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
