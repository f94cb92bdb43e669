package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.consume.SyncLoops;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * What docs/outages/postgresql-restored.md says of dumps: by the statement that it prints, with each table's rows as
 * pg_dump and pg_restore move them. The clients themselves are of the server's version nowhere that tests run.
 */
class RestoredRowsIT {

    /** Rows by table, each as COPY writes them. */
    private static Map<String, byte[]> dump(TestDatabase database) throws SQLException, IOException {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        try (Connection administrator = database.administrator()) {
            CopyManager copy = new CopyManager(administrator.unwrap(BaseConnection.class));
            for (String table :
                    emptied(database).replaceFirst("(?s).*truncate (.*);", "$1").split(", ", -1)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                // A partitioned table has no rows of its own.
                copy.copyOut("copy (select * from " + table + ") to stdout", out);
                rows.put(table, out.toByteArray());
            }
        }
        return rows;
    }

    private static void restore(TestDatabase database, Map<String, byte[]> rows) throws SQLException, IOException {
        try (Connection administrator = database.administrator();
                Statement statement = administrator.createStatement()) {
            administrator.setAutoCommit(false);
            statement.execute(emptied(database));
            CopyManager copy = new CopyManager(administrator.unwrap(BaseConnection.class));
            for (Map.Entry<String, byte[]> table : rows.entrySet()) {
                copy.copyIn("copy " + table.getKey() + " from stdin", new ByteArrayInputStream(table.getValue()));
            }
            administrator.commit();
        }
    }

    /** What the page's query answers. */
    private static String emptied(TestDatabase database) throws IOException {
        Matcher printed = Pattern.compile("(?s)--command=\"\\s+(select .*?)\"\n")
                .matcher(Files.readString(Path.of("../docs/outages/postgresql-restored.md")));
        assertThat(printed.find()).isTrue();
        return database.rows(printed.group(1)).getFirst();
    }

    @Test
    void rowsAreRestoredBesideProtectedTablesAndTheWorkerCatchesUp() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.database.keepHistory(true);
            worker.database.execute("""
                    create table public.projects (id integer primary key, organization_id text not null);
                    select rollcall.protect_table('public.projects', 'organization_id')
                    """);
            List<String> policies = policies(worker);
            assertThat(policies).isNotEmpty();
            SyncLoops loops = worker.start();
            deliver(worker, Events.user("m1", "created", "user_1", 1, "Zoe", List.of("zoe@x.y")));
            List<String> then = state(worker);
            Map<String, byte[]> dumped = dump(worker.database);
            deliver(worker, Events.user("m2", "updated", "user_1", 2, "Zora", List.of("zora@x.y")));
            deliver(worker, Events.user("m3", "created", "user_2", 1, "Ada", List.of("ada@x.y")));
            assertThat(state(worker)).isNotEqualTo(then);
            loops.stop();

            restore(worker.database, dumped);

            assertThat(state(worker)).as("with no line of history more").isEqualTo(then);
            assertThat(policies(worker)).isEqualTo(policies);
            assertThat(worker.database.rows("select relation from rollcall.protected"))
                    .hasSize(1);
            assertThat(worker.database.rows("select count(*) > 0 from rollcall.id_prefixes"))
                    .containsExactly("t");
            worker.start();
            worker.await(
                    "what came after the backup is back",
                    () -> worker.database
                            .rows("select first_name from clerk.users order by id")
                            .equals(List.of("Zora", "Ada")));
        }
    }

    private static void deliver(WorkerHarness worker, Events.Event event) throws InterruptedException {
        worker.produce(List.of(event));
        worker.awaitDrained();
    }

    /** Rows, history and where each partition is. */
    private static List<String> state(WorkerHarness worker) {
        return worker.database.rows("""
                select u::text from clerk.users u union all select e::text from clerk.user_email_addresses e
                union all select h::text from rollcall.history h union all select p::text from rollcall.progress p order by 1
                """);
    }

    private static List<String> policies(WorkerHarness worker) {
        return worker.database.rows(
                "select polname, pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'public.projects'::regclass order by 1");
    }
}
