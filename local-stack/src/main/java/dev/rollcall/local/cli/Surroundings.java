package dev.rollcall.local.cli;

import dev.rollcall.local.application.Applications;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is run in.
 *
 * @param repository the top of the repository
 * @param environment the environment variables
 */
public record Surroundings(Path repository, Map<String, String> environment, Terminal terminal) {

    private static final String BUILD = "rollcall.build";

    /** The launcher says where the repository is. */
    public static Surroundings ofThisProcess() {
        Path repository = Path.of(System.getProperty("rollcall.home", "")).toAbsolutePath();
        return new Surroundings(repository, System.getenv(), Terminal.ofThisProcess());
    }

    /** A variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Those of the copy that this runs from; without the launcher, those that Maven has built. */
    public Applications applications() {
        String build = System.getProperty(BUILD, "");
        return build.isEmpty() ? Applications.builtIn(repository) : Applications.in(Path.of(build));
    }

    /** The name of the launcher's copy that this runs from; '' without one. */
    static String build() {
        String build = System.getProperty(BUILD, "");
        return build.isEmpty() ? "" : String.valueOf(Path.of(build).getFileName());
    }
}
