package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.database.RoleOptions;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import dev.rollcall.worker.prepare.schema.RoleSql;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or updates roles, schemas and tables. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Create or update roles, schemas and tables.",
        footer = {
            "",
            "ROLLCALL_MIGRATION_DATABASE_URL is an administrator's direct address of the",
            "database; its password may be in the file that",
            "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE names. Lets a role log in, with the",
            "password of ROLLCALL_SYNC_PASSWORD, ROLLCALL_TENANT_PASSWORD or",
            "ROLLCALL_BACKEND_PASSWORD; one that can already keeps its own.",
            "ROLLCALL_HISTORY=on or off switches the history of all changes,",
            "ROLLCALL_HISTORY_MONTHS says for how long workers keep it at least."
        })
final class MigrateCommand implements Callable<Integer> {

    private static final String MIGRATION_URL = "ROLLCALL_MIGRATION_DATABASE_URL";

    /** The exit code of {@code --check}, as of {@code reconcile}: asked, and it is not so. */
    private static final int NOT_MIGRATED = 3;

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Mixin
    private final RoleOptions roles = new RoleOptions();

    @Option(
            names = "--print-role-sql",
            description =
                    "Change nothing; print the statements that make Rollcall's roles, for hosts where another person"
                            + " makes roles.")
    private boolean printRoleSql;

    @Option(
            names = "--check",
            description = "Change nothing; ask whether the database has the schema of this release. Ends with "
                    + NOT_MIGRATED + " when it has not. The worker's ROLLCALL_DATABASE_URL will do.")
    private boolean check;

    @Mixin
    private final JsonOption json = new JsonOption();

    MigrateCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException {
        JsonOption.Answer answer = json.answer(out, err);
        if (check) {
            return isMigrated(answer);
        }
        if (printRoleSql) {
            List<String> statements = RoleSql.of(settings.migrationUrl());
            statements.forEach(answer::line);
            return answer.fact("statements", statements).end(0);
        }
        Boolean history = historySwitch(settings.variables().getOrDefault("ROLLCALL_HISTORY", ""));
        Migration migration = new Migration(
                settings.migrationUrl(),
                settings.rolePasswords(),
                new MigrationOptions(roles.takeRoles(), roles.resetPasswords(), roles.plainPasswords()));
        int ran = migration.run();
        boolean kept = migration.keepHistory(history);
        String months = settings.variables().getOrDefault("ROLLCALL_HISTORY_MONTHS", "");
        if (!months.isEmpty()) {
            migration.keepHistoryFor(historyMonths(months));
        }
        String told = Stream.of(
                        roles.takeRoles() ? "take-roles" : "",
                        roles.resetPasswords() ? "reset-passwords" : "",
                        history == null ? "" : "history " + (kept ? "on" : "off"),
                        months.isEmpty() ? "" : "history for " + months + " months")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
        migration.asOwner(owner -> AuditLog.write(
                JdbcClient.create(new SingleConnectionDataSource(owner, true)),
                Actor.ofThisProcess(),
                AuditLog.Action.MIGRATE,
                told.isEmpty() ? "schema" : told,
                ran,
                null));
        answer.line((ran == 0
                        ? "The database is up to date."
                        : "The database is up to date: " + ran + " migrations ran now.")
                + (kept ? " History is on: rollcall.history holds old and new values of every change." : ""));
        migration.notes().forEach(answer::line);
        return answer.fact("migrations", ran)
                .fact("history", kept)
                .fact("notes", migration.notes())
                .end(0);
    }

    private int isMigrated(JsonOption.Answer answer) throws SQLException {
        boolean administrator =
                !settings.variables().getOrDefault(MIGRATION_URL, "").isBlank();
        try {
            Migration.requireDone(administrator ? settings.migrationUrl() : settings.databaseUrl());
        } catch (IllegalStateException stillToCome) {
            answer.line(String.valueOf(stillToCome.getMessage()));
            return answer.fact("migrated", false)
                    .fact("why", stillToCome.getMessage())
                    .end(NOT_MIGRATED);
        }
        answer.line("The database has the schema of this release.");
        return answer.fact("migrated", true).end(0);
    }

    private static @Nullable Boolean historySwitch(String text) {
        return switch (text) {
            case "" -> null;
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "ROLLCALL_HISTORY has to be on or off; without it, it stays as it is");
        };
    }

    private static int historyMonths(String text) {
        try {
            int months = Integer.parseInt(text);
            if (months >= 1) {
                return months;
            }
        } catch (NumberFormatException notANumber) {
            throw wrongMonths(notANumber);
        }
        throw wrongMonths(null);
    }

    private static IllegalArgumentException wrongMonths(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "ROLLCALL_HISTORY_MONTHS has to be a number of months, 1 or more; write ROLLCALL_HISTORY_MONTHS=13",
                cause);
    }
}
