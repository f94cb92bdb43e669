package dev.rollcall.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that goes on when this one ends and when the terminal closes. */
public final class DetachedProcess {

    private DetachedProcess() {}

    /**
     * Starts the command in a session of its own, without input; its output is appended to the log file.
     *
     * @param environment added to this process's own, but for the variables that open Clerk's API; may hold secrets
     * @throws StartFailedException when it cannot be run
     */
    public static Process start(List<String> command, Map<String, String> environment, Path logFile) {
        List<String> detached = new ArrayList<>(Guard.newSession());
        detached.addAll(command);
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(detached);
            builder.environment().keySet().removeAll(ClerkVariables.ALL);
            builder.environment().putAll(environment);
            return builder.redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                    .start();
        } catch (IOException cannotRun) {
            throw new StartFailedException(command.getFirst() + " cannot be run: " + cannotRun.getMessage(), cannotRun);
        }
    }
}
