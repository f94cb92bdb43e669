package dev.rollcall.worker.operate.doctor;

import dev.rollcall.model.event.InstanceId;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.restore.SchemaStamps;
import dev.rollcall.worker.prepare.schema.SchemaCheck;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Examines PostgreSQL as the worker sees it, by its own login. */
public final class DatabaseExamination {

    private static final int OLDEST_VERSION = 15;
    private static final double MOST_SKEW_SECONDS = 5;

    private static final Map<ColumnType, String> TYPES = Map.of(
            ColumnType.TEXT, "text",
            ColumnType.BOOLEAN, "boolean",
            ColumnType.BIGINT, "bigint",
            ColumnType.TIMESTAMP, "timestamp with time zone",
            ColumnType.JSON, "jsonb");

    /** The three instances with the most refused events; '' for events that name none. */
    private static final String REFUSED = """
            select coalesce(instance_id, ''), count(*), to_char(max(failed_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
            from rollcall.dead_letters where state = 'open' and code in ('wrong_instance', 'unbound_instance')
            group by 1 order by 2 desc, 1 limit 3
            """;

    private final DataSource source;
    private final JdbcClient database;
    private final DatabaseUrl url;
    private final InstantSource clock;

    /** @param clock which is compared with the database's */
    public DatabaseExamination(DataSource database, DatabaseUrl url, InstantSource clock) {
        this.clock = clock;
        source = database;
        this.database = JdbcClient.create(database);
        this.url = url;
    }

    /** As {@link #run(Set)}, with nothing accepted. */
    public List<Finding> run() throws SQLException {
        return run(Set.of());
    }

    /**
     * Looks at everything.
     *
     * @param accepted lines of the tenancy report that are meant to be so, as {@code finding:object}
     * @throws DataAccessException when the database cannot be asked at all
     */
    public List<Finding> run(Set<String> accepted) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        version(findings);
        pooler(findings);
        try {
            SchemaCheck.require(source);
            findings.add(Finding.ok("role and row security: not an owner, no bypass, forced on every table"));
        } catch (IllegalStateException wrong) {
            findings.add(Finding.fail(String.valueOf(wrong.getMessage()), "the worker does not start like this"));
        }
        if (!exists()) {
            return findings;
        }
        settings(findings);
        clock(findings);
        columns(findings);
        binding(findings);
        stamps(findings);
        server(findings);
        tenancy(findings, accepted);
        return findings;
    }

    private void version(List<Finding> findings) {
        int version =
                Integer.parseInt(rows("show server_version_num").getFirst().getFirst()) / 10_000;
        findings.add(
                version >= OLDEST_VERSION
                        ? Finding.ok("PostgreSQL " + version)
                        : Finding.fail("PostgreSQL " + version, "use PostgreSQL " + OLDEST_VERSION + " or later"));
    }

    private void pooler(List<Finding> findings) {
        findings.add(Finding.ok(
                url.pooler()
                        ? "the URL is a pooler's: no statement is prepared for a session"
                        : "the URL is direct; behind a pooler in transaction mode set ROLLCALL_DATABASE_POOLER=true"));
    }

    private boolean exists() {
        return !rows("select to_regclass('rollcall.progress')").equals(List.of(List.of("")));
    }

    /**
     * Timeouts free the locks of a frozen worker; without synchronous_commit, rows whose offsets are committed can be
     * lost.
     */
    private void settings(List<Finding> findings) {
        for (String setting : List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
            String value = rows("show " + setting).getFirst().getFirst();
            findings.add(
                    "0".equals(value)
                            ? Finding.warn(
                                    setting + " is off for the worker's login",
                                    "run the command migrate again, which sets it for the role")
                            : Finding.ok(setting + " " + value));
        }
        for (String setting : List.of("synchronous_commit", "fsync", "full_page_writes")) {
            String value = rows("show " + setting).getFirst().getFirst();
            findings.add(
                    "off".equals(value)
                            ? Finding.fail(
                                    setting + " is off: a crash loses rows whose offsets are committed",
                                    "set " + setting + " = on")
                            : Finding.ok(setting + " " + value));
        }
    }

    private void clock(List<Finding> findings) {
        double before = clock.millis() / 1e3;
        double there = Double.parseDouble(
                rows("select extract(epoch from clock_timestamp())").getFirst().getFirst());
        double skew = Math.abs(there - (before + clock.millis() / 1e3) / 2);
        findings.add(
                skew < MOST_SKEW_SECONDS
                        ? Finding.ok("clocks of this machine and PostgreSQL agree")
                        : Finding.warn(
                                "the clock of PostgreSQL is %.1f s away from this machine's".formatted(skew),
                                "synchronize both (NTP): times of commit and freshness are wrong"));
    }

    /** An ALTER by hand shows here before a batch fails at it. */
    private void columns(List<Finding> findings) {
        Map<String, String> actual = new HashMap<>();
        for (List<String> row : rows("""
                select format('clerk.%s.%s', c.relname, a.attname), format_type(a.atttypid, null)
                from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
                  and not a.attisdropped
                """)) {
            actual.put(row.get(0), row.get(1));
        }
        Map<String, String> expected = new TreeMap<>();
        for (Table table : Table.IN_ORDER) {
            table.keyColumns().forEach(key -> expected.put(table.name() + "." + key, "text"));
            expect(expected, table.name(), table.columns());
            for (ChildTable child : table.children()) {
                expected.put(child.name() + "." + child.parentColumn(), "text");
                expect(expected, child.name(), child.columns());
            }
        }
        List<Finding> wrong = new ArrayList<>();
        expected.forEach((column, type) -> {
            String found = actual.get(column);
            if (!type.equals(found)) {
                wrong.add(Finding.fail(
                        column + (found == null ? " is missing" : " is " + found + " instead of " + type),
                        "somebody altered the table, or migrate was not run: undo it or run migrate"));
            }
        });
        findings.addAll(wrong);
        if (wrong.isEmpty()) {
            findings.add(Finding.ok("every column is as this release writes it"));
        }
    }

    private static void expect(Map<String, String> expected, String table, List<Column> columns) {
        columns.forEach(column -> expected.put(table + "." + column.name(), TYPES.get(column.type())));
    }

    private void binding(List<Finding> findings) {
        List<List<String>> rows = rows("select instance_id, bound_by, bound_at from rollcall.instance");
        findings.add(
                rows.isEmpty()
                        ? Finding.ok(
                                "not bound to a Clerk instance yet: CLERK_INSTANCE_ID binds, or the first event with"
                                        + " an instance id of Clerk's and a time that fits its delivery")
                        : Finding.ok("copy of the Clerk instance "
                                + rows.getFirst().get(0) + " (bound by "
                                + rows.getFirst().get(1) + "); another instance needs a database of its own, or, while"
                                + " this one is nearly empty, the command bind"));
        for (List<String> refused : rows(REFUSED)) {
            String instance = refused.get(0);
            findings.add(Finding.warn(
                    "%s of %s refused, the last at %s: %s"
                            .formatted(
                                    Plural.of(Long.parseLong(refused.get(1)), "event"),
                                    (instance.isEmpty() ? "no Clerk instance" : "the Clerk instance " + instance)
                                            + (refused.get(1).equals("1") ? " is" : " are"),
                                    refused.get(2),
                                    rows.isEmpty()
                                            ? "the database is bound to none"
                                            : "the database is a copy of "
                                                    + rows.getFirst().get(0)),
                    adviceFor(instance)));
        }
    }

    private void stamps(List<Finding> findings) {
        SchemaStamps stamps = SchemaStamps.read(database);
        findings.add(
                stamps.clerkIsOlder()
                        ? Finding.fail(stamps.problem(), stamps.advice())
                        : Finding.ok("neither schema was restored without the other"));
    }

    private static String adviceFor(String instance) {
        if (instance.isEmpty()) {
            return "examples of the dashboard and resends of events of long ago: discard them";
        }
        return InstanceId.isOfClerksForm(instance)
                ? "if it is yours, run: bind " + instance
                        + " (it shows first what would go); if not, correct the endpoint"
                        + " in Clerk's dashboard, and discard them"
                : "examples of the documentation or the dashboard: discard them";
    }

    /** Roles belong to the whole server, and so do the logins that may connect. */
    private void server(List<Finding> findings) {
        List<String> row = rows("""
                select quote_ident(current_database()), has_database_privilege('public', current_database(), 'connect'),
                       substr(shobj_description('rollcall_owner'::regrole, 'pg_authid'), 11) as database,
                       shobj_description('rollcall_owner'::regrole, 'pg_authid') is distinct from 'rollcall: ' || current_database()
                """).getFirst();
        findings.add(
                row.get(3).equals("t")
                        ? Finding.warn(
                                "Rollcall's roles on this server belong to "
                                        + (row.get(2).isEmpty() ? "no database" : "the database " + row.get(2))
                                        + " by the comment of rollcall_owner: two databases share their passwords",
                                "use a server of its own for each; or, where this database is the one, migrate --take-roles")
                        : Finding.ok("Rollcall's roles on this server belong to this database"));
        findings.add(
                row.get(1).equals("t")
                        ? Finding.warn(
                                "every login of the server may connect to this database",
                                "migrate, as the database's owner; or by hand, with a grant for each login that needs it:"
                                        + " revoke connect on database " + row.get(0) + " from public")
                        : Finding.ok("connect is granted to roles by name"));
    }

    /**
     * What breaks the separation of tenants; empty when nothing does.
     *
     * @param accepted what is meant to be so, as {@code finding:object}
     */
    public List<TenancyFinding> tenancyReport(Set<String> accepted) {
        return exists() ? reported(accepted) : List.of();
    }

    private List<TenancyFinding> reported(Set<String> accepted) {
        return rows("select finding, object, problem, advice from rollcall.tenancy_report()").stream()
                .map(row -> new TenancyFinding(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        accepted.contains(row.get(0) + ":" + row.get(1))))
                .toList();
    }

    private void tenancy(List<Finding> findings, Set<String> accepted) {
        if (rows("select 1 from pg_proc where proname = 'tenancy_report'").isEmpty()) {
            return;
        }
        List<TenancyFinding> report = reported(accepted);
        report.forEach(row -> {
            String what = row.finding() + ": " + row.object() + " " + row.problem();
            findings.add(
                    row.accepted()
                            ? Finding.ok(
                                    "accepted (ROLLCALL_ACCEPTED_FINDINGS; the local stack sets it for its own PostgreSQL): "
                                            + what)
                            : Finding.warn(what, row.advice()));
        });
        if (report.isEmpty()) {
            findings.add(Finding.ok("tenancy report: nothing to say"));
        }
    }

    /** Nulls are ''. */
    private List<List<String>> rows(String query) {
        return database.sql(query)
                .query((row, number) -> {
                    List<String> values = new ArrayList<>();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        String value = row.getString(column);
                        values.add(value == null ? "" : value);
                    }
                    return values;
                })
                .list();
    }
}
