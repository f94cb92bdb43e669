package dev.rollcall.local.cli;

import dev.rollcall.local.stack.Applications;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is run in.
 *
 * @param repository the top of the repository
 * @param environment the environment variables
 */
record Surroundings(Path repository, Map<String, String> environment, Terminal terminal) {

    /** The launcher says where the repository is. */
    static Surroundings ofThisProcess() {
        Path repository = Path.of(System.getProperty("rollcall.home", "")).toAbsolutePath();
        return new Surroundings(repository, System.getenv(), Terminal.ofThisProcess());
    }

    /** A variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Applications applications() {
        return Applications.builtIn(repository);
    }
}
