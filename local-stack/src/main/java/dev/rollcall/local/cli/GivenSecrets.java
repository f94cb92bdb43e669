package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.SigningSecrets;
import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and secrets that a user gives to a command. Arguments of a process can be read by everyone on the machine for
 * as long as it runs, so the launcher takes them out of its own before this process exists, and hands them on in the
 * environment, which only the user can read.
 */
final class GivenSecrets {

    /** The value of {@code --database-url}, from the launcher. */
    static final String DATABASE_URL = "ROLLCALL_GIVEN_DATABASE_URL";

    /** Of an administrator; for {@code up} and {@code migrate}. */
    static final String MIGRATION_URL = Variables.MIGRATION_DATABASE;

    /** A file with the password, for a URL without one. */
    static final String PASSWORD_FILE = Variables.MIGRATION_DATABASE_PASSWORD_FILE;

    private static final String SECRET = "ROLLCALL_GIVEN_SECRET";

    private final Surroundings surroundings;

    GivenSecrets(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What was typed behind {@code --database-url}. */
    Optional<String> databaseUrl(@Nullable String argument) {
        return Optional.ofNullable(argument).or(() -> surroundings.variable(DATABASE_URL));
    }

    /**
     * What was typed behind {@code --secret}.
     *
     * @throws IllegalArgumentException when it is no signing secret, with one line that repeats nothing of it
     */
    Optional<String> signingSecret(@Nullable String argument) {
        return Optional.ofNullable(argument)
                .or(() -> surroundings.variable(SECRET))
                .map(secret -> SigningSecrets.parse("--secret", secret).current());
    }

    /**
     * The administrator that was named, by argument or variable, with the password of a file where one is named.
     *
     * @throws IllegalArgumentException with one line that repeats no password
     */
    Optional<DatabaseUrl> administrator(@Nullable String argument) throws IOException {
        Optional<DatabaseUrl> given = databaseUrl(argument)
                .or(() -> surroundings.variable(MIGRATION_URL))
                .map(url -> DatabaseUrl.parse(url));
        Optional<String> file = surroundings.variable(PASSWORD_FILE);
        if (given.isEmpty() || file.isEmpty()) {
            return given;
        }
        DatabaseUrl address = given.get();
        if (address.password() != null) {
            throw new IllegalArgumentException(
                    "write the password into the URL or into the file that " + PASSWORD_FILE + " names, not both");
        }
        return Optional.of(address.as(address.user(), password(file.get())));
    }

    private static String password(String file) {
        return Optional.ofNullable(SecretFile.password(PASSWORD_FILE, file)).orElse("");
    }

    /** Whether the arguments of this very process hold the password of this URL. */
    static boolean isWithPassword(@Nullable String databaseUrl, List<String> arguments) {
        return databaseUrl != null
                && arguments.stream().anyMatch(argument -> argument.endsWith(databaseUrl))
                && DatabaseUrl.parse(databaseUrl).password() != null;
    }

    /** The arguments without the URL, for a process that gets it in its environment. */
    static List<String> without(String databaseUrl, List<String> arguments) {
        List<String> rest = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals("--database-url")) {
                at++;
            } else if (!argument.endsWith(databaseUrl)) {
                rest.add(argument);
            }
        }
        return rest;
    }
}
