package dev.rollcall.local.cli;

import dev.rollcall.local.database.RowFormat;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Runs SQL in the running stack's database, for those who have no psql. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Run SQL in the running stack's database: one statement or several, from the"
                + " command line, a file or standard input.",
        footer = {
            "",
            "What a terminal would obey (control characters, direction marks) is shown as",
            "\\u001b and the like in every form; in --json that is the same value. In --csv",
            "text stays text: a spreadsheet takes a value that begins with = + - or @ for",
            "a formula, so import such columns as text.",
            "Examples:",
            "  ./rollcall query \"select id, first_name from clerk.users limit 5\"",
            "  ./rollcall query --file report.sql",
            "  N=$(./rollcall query --value \"select count(*) from clerk.users\")"
        })
final class QueryCommand implements Callable<Integer> {

    /** The role that the statement runs as. */
    enum Role {
        /** Sees all organizations. */
        BACKEND,
        /** Sees the rows of one organization. */
        TENANT;

        String url(RunState.Connections connections) {
            return switch (this) {
                case BACKEND -> connections.backendDatabaseUrl();
                case TENANT -> connections.tenantDatabaseUrl();
            };
        }
    }

    private static final String UNDEFINED_TABLE = "42P01";
    private static final int ROWS_AT_ONCE = 1_000;

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(
            arity = "0..1",
            paramLabel = "SQL",
            description = "The statement, in quotes; - or nothing reads standard input.")
    private @Nullable String sql;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Run what is in this file.")
    private @Nullable Path file;

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

        @Option(
                names = {"-t", "--value"},
                description = "Bare values, a tab between, for scripts.")
        private boolean value;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (organization != null && role != Role.TENANT) {
            throw new IllegalArgumentException("--organization is for --as tenant; the backend sees all organizations");
        }
        String statements = statements();
        if (statements.replace(';', ' ').isBlank()) {
            throw new IllegalArgumentException(
                    "no statement: write it in quotes, or give --file FILE, or standard input");
        }
        String url = role.url(dataDirectory.requireConnections(surroundings));
        try (Connection connection =
                DriverManager.getConnection(DatabaseUrl.parse(url).jdbcUrlWithLogin())) {
            // A cursor reads a large result in portions, and the tenant is set for the transaction.
            connection.setAutoCommit(false);
            setTenant(connection);
            boolean nobody = organization != null && !isLive(connection, organization);
            run(connection, statements);
            connection.commit();
            if (nobody) {
                surroundings
                        .terminal()
                        .complain("rollcall: no live organization " + organization
                                + " in the copy; a tenant of it sees nothing");
            }
        } catch (SQLException refused) {
            if (UNDEFINED_TABLE.equals(refused.getSQLState())) {
                throw new CommandFailedException(OneLineErrors.oneLine(refused)
                        + "; tables are in the schema clerk, so write clerk.users for users");
            }
            throw refused;
        }
        if (role == Role.TENANT && organization == null) {
            surroundings.terminal().complain("rollcall: a tenant without --organization sees nothing");
        }
        return 0;
    }

    private String statements() throws IOException {
        Path given = file;
        String typed = sql;
        if (given != null && typed != null) {
            throw new IllegalArgumentException("give the SQL or --file, not both");
        }
        if (given != null) {
            return Files.readString(given);
        }
        if (typed != null && !typed.equals("-")) {
            return typed;
        }
        if (typed == null && TerminalStream.isWatched()) {
            throw new IllegalArgumentException("no SQL is given; write it in quotes, or --file FILE");
        }
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
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

    /** By the tenant's own view: it sees its organization exactly while that is live. */
    private static boolean isLive(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement find =
                connection.prepareStatement("select from clerk.organizations where id = ? and deleted_at is null")) {
            find.setString(1, tenant);
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }

    private void run(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            boolean rows = execute(statement, statements);
            while (rows || statement.getUpdateCount() >= 0) {
                show(statement, rows);
                rows = statement.getMoreResults();
            }
        }
    }

    @SuppressWarnings("try") // What lasts as long as the block.
    private boolean execute(Statement statement, String statements) throws SQLException {
        try (Narrator.Wait wait = Progress.count(surroundings.terminal(), "The statement runs")) {
            return statement.execute(statements);
        }
    }

    private void show(Statement statement, boolean hasRows) throws SQLException {
        Terminal terminal = surroundings.terminal();
        RowFormat chosen = chosenFormat();
        if (!hasRows) {
            if (chosen == RowFormat.TABLE) {
                terminal.say(counted(statement.getUpdateCount(), "changed"));
            }
            return;
        }
        try (ResultSet rows = statement.getResultSet()) {
            long count = chosen.print(rows, terminal.out());
            if (chosen == RowFormat.TABLE) {
                terminal.say("(" + counted(count, "").strip() + ")");
            }
        }
    }

    private RowFormat chosenFormat() {
        Format given = format;
        if (given != null && given.json) {
            return RowFormat.JSON;
        }
        if (given != null && given.value) {
            return RowFormat.VALUES;
        }
        return given != null && given.csv ? RowFormat.CSV : RowFormat.TABLE;
    }

    private static String counted(long rows, String what) {
        return (rows == 1 ? "1 row " : rows + " rows ") + what;
    }
}
