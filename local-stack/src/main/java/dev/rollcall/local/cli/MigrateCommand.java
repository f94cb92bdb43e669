package dev.rollcall.local.cli;

import dev.rollcall.local.database.DatabaseAddress;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or updates roles, schemas and tables. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Create or update roles, schemas and tables. up does it by itself.",
        footer = {
            "",
            "Lets a role log in, with the password of ROLLCALL_SYNC_PASSWORD, ROLLCALL_TENANT_PASSWORD or",
            "ROLLCALL_BACKEND_PASSWORD; one that can already keeps its own. ROLLCALL_HISTORY=on or off switches the",
            "history of all changes, ROLLCALL_HISTORY_MONTHS says for how long workers keep it at least."
        })
final class MigrateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Direct URL of an administrator (default: $" + GivenSecrets.MIGRATION_URL
                    + ", else the running stack's)." + " A password belongs into the variable, or the file that $"
                    + GivenSecrets.PASSWORD_FILE + " names.")
    private @Nullable String databaseUrl;

    @Mixin
    private final RoleOptions roles = new RoleOptions();

    MigrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<DatabaseAddress> given = new GivenSecrets(surroundings).administrator(databaseUrl);
        String url = given.isPresent()
                ? given.get().url()
                : dataDirectory.requireConnections(surroundings).migrationDatabaseUrl();
        return WorkerJar.run(
                surroundings,
                Stream.concat(Stream.of("migrate"), roles.given().stream()).toList(),
                Map.of(GivenSecrets.MIGRATION_URL, url, GivenSecrets.PASSWORD_FILE, ""));
    }
}
