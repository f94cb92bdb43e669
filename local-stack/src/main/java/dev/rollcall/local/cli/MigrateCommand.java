package dev.rollcall.local.cli;

import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates or updates roles, schemas and tables. */
@Command(name = "migrate", description = "Create or update roles, schemas and tables. up does it by itself.")
final class MigrateCommand extends PassedOn {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Direct URL of an administrator (default: $" + GivenSecrets.MIGRATION_URL
                    + ", else the running stack's)." + " A password belongs into the variable, or the file that $"
                    + GivenSecrets.PASSWORD_FILE + " names.")
    private @Nullable String databaseUrl;

    MigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Map<String, String> environment(String command) throws IOException {
        GivenSecrets secrets = new GivenSecrets(surroundings);
        boolean named = secrets.databaseUrl(databaseUrl).isPresent()
                || namedByShell(GivenSecrets.MIGRATION_URL).isPresent();
        Optional<DatabaseUrl> administrator = named ? secrets.administrator(databaseUrl) : Optional.empty();
        if (administrator.isEmpty()
                && passesOn("--check")
                && namedByShell(WorkerJar.DATABASE).isPresent()) {
            // The worker's login will do, and its database is the one that is meant.
            return Map.of();
        }
        String url = administrator.isPresent()
                ? administrator.get().url()
                : dataDirectory.requireConnections(surroundings).migrationDatabaseUrl();
        return Map.of(GivenSecrets.MIGRATION_URL, url, GivenSecrets.PASSWORD_FILE, "");
    }
}
