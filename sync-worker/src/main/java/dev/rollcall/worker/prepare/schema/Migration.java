package dev.rollcall.worker.prepare.schema;

import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.startup.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code migrate}: makes roles and schemas where they are missing, then brings the schema up to date as
 * {@code rollcall_owner}. Needs an administrator who may create roles; not a superuser.
 */
public final class Migration {

    /** Who owns the schemas and tables. */
    public static final String OWNER = ServerRoles.OWNER;

    private static final String TABLE = "select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = 'rollcall' and c.relname = ?";

    private final DatabaseUrl url;
    private final Map<String, String> passwords;
    private final MigrationOptions options;
    private final List<String> notes = new ArrayList<>();

    /** @param passwords by role; a role with one may log in */
    public Migration(DatabaseUrl url, Map<String, String> passwords, MigrationOptions options) {
        this.url = url;
        this.passwords = Map.copyOf(passwords);
        this.options = options;
    }

    /** Lines about what {@link #run} changed beside the schema. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Brings the database up to date.
     *
     * @return the number of migrations that ran now
     * @throws IllegalArgumentException with one line for the operator when the address or the database will not do
     * @throws IllegalStateException when a tenant can read or write what is another's afterwards
     */
    public int run() throws SQLException {
        refusePooler();
        // The init containers of several workers migrate at once: the others wait, as long as this session lives.
        Connection alone = connect();
        try {
            execute(alone, "select pg_advisory_lock(hashtextextended('rollcall.migrate', 0))");
            int executed = run("latest");
            asOwnersMember(TenantCanary::prove);
            return executed;
        } finally {
            alone.close();
        }
    }

    /**
     * Changes nothing, and needs no more than the right to connect.
     *
     * @throws IllegalStateException with one line for the operator when {@link #run} of this release is still to come
     */
    public static void requireDone(DatabaseUrl url) throws SQLException {
        try (Connection connection = connect(url)) {
            SchemaCheck.requireMigrated(connection);
        }
    }

    /**
     * Switches the history of all changes on or off; null leaves it as it is, and includes tables that this release added.
     *
     * @return whether it is on now
     */
    public boolean keepHistory(@Nullable Boolean switchedOn) throws SQLException {
        boolean[] kept = new boolean[1];
        asOwner(connection -> {
            try (PreparedStatement keep = connection.prepareStatement("select rollcall.keep_history(?)")) {
                keep.setObject(1, switchedOn, Types.BOOLEAN);
                try (ResultSet row = keep.executeQuery()) {
                    kept[0] = row.next() && row.getBoolean(1);
                }
            }
        });
        return kept[0];
    }

    /** What else the owner of the schemas is to do with the database. */
    @FunctionalInterface
    public interface OwnersWork {
        void with(Connection connection) throws SQLException;
    }

    /** Does it as the owner, after {@link #run}. */
    public void asOwner(OwnersWork work) throws SQLException {
        asOwnersMember(connection -> {
            execute(connection, "set role " + OWNER);
            try {
                work.with(connection);
            } finally {
                execute(connection, "reset role");
            }
        });
    }

    /** The administrator may take the owner's role meanwhile. */
    private void asOwnersMember(OwnersWork work) throws SQLException {
        try (Connection connection = connect()) {
            OwnerRights.take(connection);
            try {
                work.with(connection);
            } finally {
                OwnerRights.giveUp(connection);
            }
        }
    }

    /** Lets workers drop history that is older than so many whole months, and no younger one. */
    public void keepHistoryFor(int months) throws SQLException {
        asOwner(owner -> execute(owner, "update rollcall.history_floor set months = " + months));
    }

    private void refusePooler() {
        if (url.pooler()) {
            throw new IllegalArgumentException(
                    "ROLLCALL_MIGRATION_DATABASE_URL is the address of a pooler in transaction mode; migrations need the direct"
                            + " one (Neon: the host without -pooler; Supabase: port 5432, of the direct connection, or without IPv6"
                            + " of the session pooler)");
        }
    }

    /** @param target the last version to run, to be where an earlier release was */
    int run(String target) throws SQLException {
        try (Connection connection = connect()) {
            refuseForeignTables(connection);
            refuseUnreleasedSchema(connection);
            new ServerRoles(connection, url, passwords, options).prepare();
        }
        int[] executed = new int[1];
        asOwnersMember(connection -> {
            boolean lost = LostCopy.isLost(connection);
            prepareSchemas(connection);
            execute(connection, "set role " + OWNER);
            LostCopy.refuseAPart(connection);
            List<String> whatFillsIt = lost ? LostCopy.forget(connection) : List.of();
            execute(connection, "reset role");
            executed[0] = flyway(target).migrate().migrationsExecuted;
            // So that whoever runs on the schema can see whether it is the one that it needs.
            execute(connection, "set role " + OWNER);
            execute(
                    connection,
                    "grant select (version, success) on rollcall.flyway_schema_history"
                            + " to rollcall_sync, rollcall_backend");
            // Of the columns that the tables have now, before anything else writes.
            execute(
                    connection,
                    "do $$ begin if to_regprocedure('rollcall.keep_history(boolean)') is not null then"
                            + " perform rollcall.keep_history(null); end if; end $$");
            execute(connection, "reset role");
            notes.addAll(whatFillsIt);
            notes.addAll(ConnectRight.confine(connection));
        });
        try (Connection connection = connect()) {
            OwnerRights.giveUp(connection).ifPresent(notes::add);
        }
        return executed[0];
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .target(target)
                .dataSource(url.jdbcUrl(), url.user(), url.password())
                .initSql("set role " + OWNER)
                .defaultSchema("rollcall")
                .schemas("rollcall", "clerk", "clerk_tenant")
                .createSchemas(false)
                .cleanDisabled(true)
                // A schema that is half built would be taken for one that somebody dropped a part of.
                .group(true)
                .load();
    }

    private Connection connect() throws SQLException {
        return connect(url);
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        Properties credentials = new Properties();
        if (url.user() != null) {
            credentials.setProperty("user", url.user());
        }
        if (url.password() != null) {
            credentials.setProperty("password", url.password());
        }
        return DriverManager.getConnection(url.jdbcUrl(), credentials);
    }

    private static void prepareSchemas(Connection connection) throws SQLException {
        for (String schema : List.of("rollcall", "clerk", "clerk_tenant")) {
            if (!exists(connection, "select 1 from pg_namespace where nspname = ?", schema)) {
                create(connection, schema);
            } else if (!exists(
                    connection,
                    "select 1 from pg_namespace where nspname = ? and nspowner = '" + OWNER + "'::regrole",
                    schema)) {
                execute(connection, "alter schema " + schema + " owner to " + OWNER);
            }
        }
    }

    private static void create(Connection connection, String schema) throws SQLException {
        try {
            execute(connection, "create schema " + schema + " authorization " + OWNER);
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
            throw new RefusedAsThingsAreException(
                    "this login may not create a schema in the database; as its owner run: grant create on database … to …;"
                            + " \"migrate --print-role-sql\" prints it with the names",
                    refused);
        }
    }

    /** The schemas are ours alone: what another program keeps there would be left without row security, or in the way. */
    private static void refuseForeignTables(Connection connection) throws SQLException {
        if (exists(connection, TABLE, "flyway_schema_history")) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                        select string_agg(n.nspname || '.' || c.relname, ', ' order by 1) from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in ('clerk', 'clerk_tenant', 'rollcall') and c.relkind in ('r', 'p', 'v', 'm', 'f')
                        """);
                ResultSet row = select.executeQuery()) {
            if (row.next() && row.getString(1) != null) {
                throw new RefusedAsThingsAreException(
                        "the database has tables that are not Rollcall's in its schemas: " + row.getString(1)
                                + "; rename that schema (alter schema clerk rename to …) or use another database");
            }
        }
    }

    /** Before 0.1.0 the migrations were written anew, and a copy holds nothing that Clerk and Kafka do not. */
    private static void refuseUnreleasedSchema(Connection connection) throws SQLException {
        if (exists(connection, TABLE, "flyway_schema_history") && !exists(connection, TABLE, "trusted_roles")) {
            throw new RefusedAsThingsAreException(
                    "the database's schema is of an unreleased version of 0.1.0, which no migration brings up to date; stop the"
                            + " workers, keep rollcall.audit_log if you need it, run drop schema clerk, rollcall cascade, then"
                            + " this command again, start the workers and run the command \"replay\"");
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
