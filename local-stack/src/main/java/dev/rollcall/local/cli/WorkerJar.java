package dev.rollcall.local.cli;

import dev.rollcall.local.process.ClerkVariables;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.stack.Applications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The worker's own commands, run in the foreground with this terminal. */
final class WorkerJar {

    static final String DATABASE = "ROLLCALL_DATABASE_URL";
    static final String PASSWORD_FILE = "ROLLCALL_DATABASE_PASSWORD_FILE";

    private static final Set<String> ASK_CLERK = Set.of("backfill", "reconcile", "refetch");

    private WorkerJar() {}

    /** Whether a command needs the key of Clerk's Backend API. */
    static boolean asksClerk(String command) {
        return ASK_CLERK.contains(command);
    }

    /** @return its exit code */
    static int run(Surroundings surroundings, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path jar = surroundings.applications().worker();
        if (!Files.isRegularFile(jar)) {
            throw new CommandFailedException(jar + " is missing; build it with: mvn -DskipTests package");
        }
        ProcessBuilder builder =
                new ProcessBuilder(JavaCommand.jar(jar, Applications.JVM_OPTIONS, command)).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_GIVEN_"));
        if (!asksClerk(command.getFirst())) {
            builder.environment().keySet().removeAll(ClerkVariables.ALL);
        }
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
