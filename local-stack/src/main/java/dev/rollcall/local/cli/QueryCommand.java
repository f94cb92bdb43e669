package dev.rollcall.local.cli;

import dev.rollcall.local.database.RowFormat;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one SQL statement in the running stack's database, for those who have no psql. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Run one SQL statement in the running stack's database.",
        footer = {
            "",
            "What a terminal would obey (control characters, direction marks) is shown as \\u001b and the like in every",
            "form; in --json that is the same value. In --csv text stays text: a spreadsheet takes a value that begins",
            "with = + - or @ for a formula, so import such columns as text.",
            "Example:  ./rollcall query \"select id, first_name from clerk.users limit 5\""
        })
final class QueryCommand implements Callable<Integer> {

    /** The role that the statement runs as. */
    enum Role {
        /** Sees all organizations. */
        BACKEND,
        /** Sees the rows of one organization. */
        TENANT
    }

    private static final int ROWS_AT_ONCE = 1_000;

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(paramLabel = "SQL", description = "The statement, in quotes.")
    private String sql = "";

    @Option(
            names = "--as",
            paramLabel = "ROLE",
            description = "backend (default) sees all rows, tenant only those of --organization.")
    private Role role = Role.BACKEND;

    @Option(
            names = "--organization",
            paramLabel = "ORG_ID",
            description = "The organization to be a tenant of; without it a tenant sees nothing.")
    private @Nullable String organization;

    @ArgGroup
    private @Nullable Format format;

    QueryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** How the rows are printed; a table when none is chosen. */
    static final class Format {
        @Option(names = "--json", description = "An array of objects, one on a line.")
        private boolean json;

        @Option(names = "--csv", description = "Comma-separated values with a header line.")
        private boolean csv;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (organization != null && role != Role.TENANT) {
            throw new CommandFailedException("--organization is for --as tenant; the backend sees all organizations");
        }
        RunState.Connections connections = dataDirectory.requireConnections(surroundings);
        String url = switch (role) {
            case BACKEND -> connections.backendDatabaseUrl();
            case TENANT -> connections.tenantDatabaseUrl();
        };
        try (Connection connection =
                DriverManager.getConnection(DatabaseUrl.parse(url).jdbcUrlWithLogin())) {
            // A cursor reads a large result in portions, and the tenant is set for the transaction.
            connection.setAutoCommit(false);
            setTenant(connection);
            run(connection);
            connection.commit();
        }
        return 0;
    }

    private void setTenant(Connection connection) throws SQLException {
        String tenant = organization;
        if (tenant != null) {
            try (PreparedStatement set = connection.prepareStatement("select rollcall.set_tenant(?)")) {
                set.setString(1, tenant);
                set.execute();
            }
        }
    }

    private void run(Connection connection) throws SQLException {
        Terminal terminal = surroundings.terminal();
        RowFormat chosen = chosenFormat();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            if (!statement.execute(sql)) {
                terminal.say(counted(statement.getUpdateCount(), "changed"));
                return;
            }
            try (ResultSet rows = statement.getResultSet()) {
                long count = chosen.print(rows, terminal.out());
                if (chosen == RowFormat.TABLE) {
                    terminal.say("(" + counted(count, "").strip() + ")");
                }
            }
        }
    }

    private RowFormat chosenFormat() {
        Format given = format;
        if (given != null && given.json) {
            return RowFormat.JSON;
        }
        return given != null && given.csv ? RowFormat.CSV : RowFormat.TABLE;
    }

    private static String counted(long rows, String what) {
        return rows + (rows == 1 ? " row " : " rows ") + what;
    }
}
