package dev.rollcall.local.cli;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.process.ClerkVariables;
import dev.rollcall.local.stack.ClerkAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The worker's own commands, run in the foreground with this terminal. */
final class WorkerJar {

    static final String DATABASE = Variables.DATABASE;
    static final String PASSWORD_FILE = Variables.DATABASE_PASSWORD_FILE;

    private static final Set<String> SURVEYS = Set.of("backfill", "reconcile", "refetch");

    private WorkerJar() {}

    /** Whether a command compares the database with the Clerk that it is a copy of. */
    static boolean surveys(String command) {
        return SURVEYS.contains(command);
    }

    /** Whether a command takes the key of Clerk's Backend API: {@code bind} asks with it which instance is the user's. */
    private static boolean asksClerk(String command) {
        return surveys(command) || command.equals("bind");
    }

    /** @return its exit code */
    static int run(Surroundings surroundings, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Application worker = surroundings.applications().workerAtHand();
        if (!Files.isRegularFile(worker.jar())) {
            throw new CommandFailedException(worker.jar() + " is missing; build it with: mvn -DskipTests package");
        }
        ProcessBuilder builder = builder(worker, command).inheritIO();
        if (asksClerk(command.getFirst())) {
            builder.environment()
                    .putAll(ClerkAccess.given(surroundings::variable).variables());
        }
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    /** What a command prints; empty where there is no jar, or the command does not end well. */
    static Optional<String> said(Surroundings surroundings, List<String> command) throws InterruptedException {
        Application worker = surroundings.applications().workerAtHand();
        try {
            Process process = builder(worker, command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException notStarted) {
            return Optional.empty();
        }
    }

    private static ProcessBuilder builder(Application worker, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(worker.command(Applications.JVM_OPTIONS, command));
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_GIVEN_"));
        builder.environment().keySet().removeAll(ClerkVariables.ALL);
        return builder;
    }
}
