package dev.rollcall.local.cli;

import dev.rollcall.local.process.ForeignPrograms;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** PostgreSQL's own client on the running stack's database, for those who have it. */
@Command(
        name = "psql",
        mixinStandardHelpOptions = true,
        description = "Run psql, if it is installed, on the running stack's database.",
        footer = {
            "",
            "Behind -- follows what psql takes:  ./rollcall psql -- -c '\\d clerk.users'",
            "Without psql:  ./rollcall query \"select ...\""
        })
final class PsqlCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(
            names = "--as",
            paramLabel = "ROLE",
            description = "backend (default) reads all rows, tenant those of rollcall.set_tenant.")
    private QueryCommand.Role role = QueryCommand.Role.BACKEND;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Of psql.")
    private List<String> arguments = List.of();

    PsqlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunState.Connections connections = dataDirectory.requireConnections(surroundings);
        DatabaseUrl url = DatabaseUrl.parse(role.url(connections));
        // The password goes with the environment: everyone on this machine can read arguments.
        List<String> command =
                new ArrayList<>(List.of("psql", url.as(url.user(), null).url()));
        command.addAll(arguments);
        ProcessBuilder psql = new ProcessBuilder(command).inheritIO();
        ForeignPrograms.withhold(psql.environment());
        String password = url.password();
        if (password != null) {
            psql.environment().put("PGPASSWORD", password);
        }
        psql.environment().put("PGAPPNAME", "rollcall psql");
        String path = surroundings.environment().get("PATH");
        if (path != null) {
            psql.environment().put("PATH", path);
        }
        try {
            return psql.start().waitFor();
        } catch (IOException notHere) {
            throw new CommandFailedException(
                    "psql is not installed (apt install postgresql-client, brew install libpq);" + " without it: "
                            + dataDirectory.typed(surroundings, "query") + " \"select ...\"");
        }
    }
}
