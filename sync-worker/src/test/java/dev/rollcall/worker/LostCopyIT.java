package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody dropped {@code clerk}: {@code migrate} builds it again, and the log fills it. */
class LostCopyIT {

    private static final String ROWS = "select id, deleted_at is null from clerk.users order by id";

    /** What depends on what, from the policies of the application's tables on. */
    private static final String DEPENDS_ON_CLERK = """
            with recursive needed (classid, objid) as (
                select 'pg_policy'::regclass::oid, p.oid from pg_policy p join pg_class c on c.oid = p.polrelid
                where c.relnamespace = 'app'::regnamespace
                union
                select d.refclassid, d.refobjid from needed join pg_depend d on d.classid = needed.classid and d.objid = needed.objid
                where d.refclassid <> 'pg_namespace'::regclass)
            select pg_describe_object(n.classid, n.objid, 0) from needed n
            left join pg_class c on n.classid = 'pg_class'::regclass and c.oid = n.objid
            where c.relnamespace = 'clerk'::regnamespace
            """;

    private static Events.Event user(int number, String name) {
        return Events.event(
                "msg_" + number,
                "user.updated",
                number,
                "user_" + name,
                "{\"id\":\"user_%s\",\"object\":\"user\",\"first_name\":\"%s\",\"banned\":false,\"created_at\":1,\"updated_at\":%d}"
                        .formatted(name, name, Events.BASE + number));
    }

    @Test
    void everythingOfTheLogIsThereAgainAndTheApplicationsPoliciesNeverWent() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            TestDatabase database = worker.database;
            database.execute("""
                    create schema app;
                    create table app.projects (id integer primary key, organization_id text);
                    create table app.tasks (id integer primary key, project_id integer references app.projects);
                    insert into app.projects values (1, 'org_1'), (2, 'org_2'); insert into app.tasks values (1, 1), (2, 2);
                    grant usage on schema app to rollcall_tenant; grant select on app.projects, app.tasks to rollcall_tenant;
                    select rollcall.protect_table('app.projects', 'organization_id');
                    select rollcall.protect_child('app.tasks', 'project_id', 'app.projects');
                    create table app.notes (id integer);
                    create policy mine on app.notes to rollcall_tenant
                        using ((select rollcall.current_user_id()) is null and not (select rollcall.has_permission('u', 'o', 'p')))
                    """);
            SyncLoops loops = worker.start();
            worker.produce(List.of(
                    user(1, "ada"),
                    user(2, "bob"),
                    Events.event("msg_3", "user.deleted", 3, "user_bob", "{\"id\":\"user_bob\",\"deleted\":true}")));
            worker.awaitDrained();
            List<String> rows = database.rows(ROWS);
            assertThat(rows).containsExactly("user_ada|t", "user_bob|f");
            List<String> policies = database.rows(
                    "select polname, polrelid::regclass from pg_policy p join pg_class c on c.oid = p.polrelid"
                            + " where c.relnamespace = 'app'::regnamespace order by 1, 2");
            List<String> guards = database.rows("select * from rollcall.expected_guards order by 1, 2");
            assertThat(database.rows(DEPENDS_ON_CLERK)).isEmpty();
            loops.stop();

            database.execute("drop schema clerk cascade");
            assertThat(tasksOf(database, "org_1")).as("without clerk").containsExactly("1");
            Migration migration = new Migration(
                    DatabaseUrl.parse("TEST", database.server.jdbcUrl(database.name)),
                    Map.of(),
                    MigrationOptions.TAKE_ROLES);
            assertThat(migration.run()).isPositive();
            assertThat(migration.notes())
                    .anyMatch(note -> note.contains("built again"))
                    .anyMatch(note -> note.contains("backfill") && note.contains("log"))
                    .anyMatch(note -> note.contains("ce_revision"));
            assertThat(database.rows(ROWS)).isEmpty();
            assertThat(database.rows("select * from rollcall.progress")).isEmpty();
            assertThat(database.rows("select instance_id from rollcall.instance"))
                    .containsExactly(Events.INSTANCE);
            assertThat(database.rows("select * from rollcall.expected_guards order by 1, 2"))
                    .isEqualTo(guards);
            assertThat(database.rows(
                            "select polname, polrelid::regclass from pg_policy p join pg_class c on c.oid = p.polrelid"
                                    + " where c.relnamespace = 'app'::regnamespace order by 1, 2"))
                    .isEqualTo(policies);
            assertThat(tasksOf(database, "org_1")).containsExactly("1");

            worker.start();
            worker.await("everything is there again", () -> database.rows(ROWS).equals(rows));
            assertThat(migration.run()).isZero();

            database.execute("drop table clerk.organizations cascade");
            assertThat(catchThrowable(migration::run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("clerk.organizations")
                    .hasMessageContaining("drop schema clerk cascade");
        }
    }

    private static List<String> tasksOf(TestDatabase database, String organization) throws SQLException {
        try (Connection connection = database.connect("rollcall_tenant");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select rollcall.set_tenant('" + organization + "')");
            List<String> rows = new ArrayList<>();
            try (ResultSet tasks = statement.executeQuery("select id from app.tasks")) {
                while (tasks.next()) {
                    rows.add(tasks.getString(1));
                }
            }
            return rows;
        }
    }
}
