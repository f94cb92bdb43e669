package dev.rollcall.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run as a child.
 *
 * @param name how messages call it, such as {@code gateway}
 * @param command the program and its arguments
 * @param environment added to this process's own; may hold secrets, so it is never printed
 * @param logFile where standard output and error are appended; its directory is created
 * @param stopSignal asks the process to end in good order
 */
public record ChildCommand(
        String name, List<String> command, Map<String, String> environment, Path logFile, Signal stopSignal) {

    public ChildCommand {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command for " + name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A command that ends on TERM, as every Java application does. */
    public static ChildCommand of(String name, List<String> command, Map<String, String> environment, Path logFile) {
        return new ChildCommand(name, command, environment, logFile, Signal.TERM);
    }

    @Override
    public String toString() {
        return "ChildCommand[" + name + "]";
    }
}
