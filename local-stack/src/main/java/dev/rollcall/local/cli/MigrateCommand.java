package dev.rollcall.local.cli;

import dev.rollcall.local.database.DatabaseAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "Sets the password of a role when ROLLCALL_SYNC_PASSWORD, ROLLCALL_TENANT_PASSWORD or",
            "ROLLCALL_BACKEND_PASSWORD is set. ROLLCALL_HISTORY=on or off switches the history of all changes."
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
                List.of("migrate"),
                Map.of(GivenSecrets.MIGRATION_URL, url, GivenSecrets.PASSWORD_FILE, ""));
    }
}
