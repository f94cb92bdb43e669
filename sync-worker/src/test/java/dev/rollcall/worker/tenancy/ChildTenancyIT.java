package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of an application's that have no organization of their own, and lead to one that has. */
class ChildTenancyIT {

    private static final String TASKS = "select rollcall.protect_child('app.tasks', 'project_id', 'app.projects')";
    private static final String STEPS = "select rollcall.protect_child('app.steps', 'task_id', 'app.tasks')";

    private static TestDatabase database;

    private Login owner;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void createTables() throws SQLException {
        owner = new Login(database, "owner", "");
        database.execute("create schema app authorization " + owner.name);
        asOwner("""
                create table app.projects (id integer primary key, organization_id text not null);
                create index on app.projects (organization_id);
                create table app.invoices (id integer primary key, organization_id text not null);
                create table app.tasks (id integer primary key, project_id integer not null references app.projects on delete cascade,
                                        blocks integer references app.tasks, title text);
                create index on app.tasks (project_id);
                create table app.steps (id integer primary key, task_id integer references app.tasks, title text);
                create index on app.steps (task_id);
                create table app.comments (id integer primary key, project_id integer references app.projects, invoice_id integer references app.invoices);
                insert into app.projects values (1, 'org_alfa'), (2, 'org_bravo');
                insert into app.invoices values (1, 'org_alfa'), (2, 'org_bravo');
                insert into app.tasks values (1, 1, null, 'ours'), (2, 2, null, 'theirs');
                insert into app.steps values (1, 1, 'ours'), (2, 2, 'theirs'), (3, null, 'nobody''s');
                grant usage on schema app to rollcall_tenant, rollcall_backend;
                grant select, insert, update, delete on all tables in schema app to rollcall_tenant, rollcall_backend;
                select rollcall.protect_table('app.projects', 'organization_id');
                select rollcall.protect_table('app.invoices', 'organization_id')
                """);
    }

    @AfterEach
    void dropTables() {
        database.execute("drop schema app cascade");
        owner.close();
    }

    private void asOwner(String sql) throws SQLException {
        try (Caller caller = owner.connect()) {
            caller.notices(sql);
            caller.commit();
        }
    }

    private static Caller tenant() throws SQLException {
        return Caller.tenant(database, TwoTenants.OUR_ORGANIZATION);
    }

    private static List<String> report() {
        return database.rows("select finding, object, problem, advice from rollcall.tenancy_report()"
                + " where finding not in ('role_bypasses', 'login_may_drop') order by 1, 2, 3");
    }

    @Test
    void childrenAtAnyDepthAreConfinedToTheRowsOfTheirParents() throws SQLException {
        asOwner(TASKS + ";" + STEPS);
        for (Caller caller : List.of(tenant(), owner.connect().actingFor(TwoTenants.OUR_ORGANIZATION))) {
            try (caller) {
                assertThat(caller.rows("select id from app.tasks")).containsExactly("1");
                assertThat(caller.rows("select id from app.steps")).containsExactly("1");
                assertThat(caller.write("update app.steps set title = 'x'")).isEqualTo(1);
                assertThat(caller.write("delete from app.tasks where id = 2")).isZero();
                assertThat(caller.write("insert into app.steps values (10, 1, 'x')"))
                        .isEqualTo(1);
                String foreign = caller.refusal("insert into app.steps values (11, 2, 'x')")
                        .getMessage();
                assertThat(foreign)
                        .contains("row-level security")
                        .isEqualTo(caller.refusal("insert into app.steps values (11, 99, 'x')")
                                .getMessage())
                        .isEqualTo(caller.refusal("insert into app.steps values (11, null, 'x')")
                                .getMessage());
                assertThat(caller.refusal("update app.steps set task_id = 2").getSQLState())
                        .isEqualTo("42501");
                assertThat(caller.actingFor("").rows("select id from app.steps"))
                        .isEmpty();
            }
        }
        try (Caller backend = Caller.as(database, "rollcall_backend")) {
            assertThat(backend.rows("select id from app.steps order by 1")).containsExactly("1", "2", "3");
        }
    }

    @Test
    void everyReferenceThatARowHasMustLeadToAVisibleRow() throws SQLException {
        asOwner("select rollcall.protect_child('app.comments', 'project_id', 'app.projects')");
        database.execute("insert into app.comments values (1, 1, null), (2, null, 1), (3, 1, 1), (4, 1, 2), (5, 2, 1),"
                + " (6, null, null), (7, 2, 2)");
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.comments order by 1")).containsExactly("1", "2", "3");
            for (String row : List.of("1, 2", "2, 1", "null, 2", "null, null", "2, null")) {
                assertThat(tenant.refusal("insert into app.comments values (9, " + row + ")")
                                .getSQLState())
                        .as(row)
                        .isEqualTo("42501");
            }
            assertThat(tenant.write("insert into app.comments values (9, null, 1)"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAddedPolicyForEverybodyShowsATenantNoOtherChildren() throws SQLException {
        asOwner(TASKS + "; create policy everybody on app.tasks using (true) with check (true)");
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.tasks")).containsExactly("1");
            assertThat(tenant.write("update app.tasks set title = 'x'")).isEqualTo(1);
            assertThat(tenant.refusal("insert into app.tasks values (9, 2, null, 'x')")
                            .getSQLState())
                    .isEqualTo("42501");
        }
    }

    @Test
    void aParentThatIsProtectedLaterIsFoundAndIncludedByAnotherCall() throws SQLException {
        asOwner("select rollcall.unprotect('app.invoices');"
                + " select rollcall.protect_child('app.comments', 'project_id', 'app.projects');"
                + " select rollcall.protect_table('app.invoices', 'organization_id')");
        assertThat(report())
                .anyMatch(line -> line.startsWith("child_not_protected|app.comments|")
                        && line.contains("its policy does not ask it")
                        && line.endsWith(
                                "select rollcall.protect_child('app.comments', 'invoice_id', 'app.invoices')"));
        asOwner("select rollcall.protect_child('app.comments', 'invoice_id', 'app.invoices')");
        assertThat(report()).noneMatch(line -> line.contains("app.comments"));
    }

    @Test
    void childrenThatAreNotProtectedAreFoundAtAnyDepth() throws SQLException {
        assertThat(report()).hasSize(3);
        assertThat(report())
                .anyMatch(line -> line.startsWith("child_not_protected|app.tasks|")
                        && line.endsWith("select rollcall.protect_child('app.tasks', 'project_id', 'app.projects')"))
                .anyMatch(line ->
                        line.startsWith("child_not_protected|app.steps|") && line.endsWith("protect app.tasks first"));
        asOwner(TASKS);
        assertThat(report())
                .anyMatch(line -> line.endsWith("select rollcall.protect_child('app.steps', 'task_id', 'app.tasks')"));
        asOwner(STEPS + "; select rollcall.protect_child('app.comments', 'project_id', 'app.projects')");
        assertThat(report()).isEmpty();
    }

    @Test
    void whatWasUndoneIsFound() throws SQLException {
        asOwner(TASKS + ";" + STEPS + "; select rollcall.protect_child('app.comments', 'project_id', 'app.projects')");
        for (List<String> undone : List.of(
                List.of("alter table app.steps disable row level security", "app.steps", "row security was disabled"),
                List.of("alter table app.steps no force row level security", "app.steps", "no longer forced"),
                List.of("alter policy rollcall_tenant_only on app.steps using (true)", "app.steps", "was changed"),
                List.of("drop policy rollcall_tenant_only on app.steps", "app.steps", "is gone"),
                List.of("alter table app.steps drop constraint steps_task_id_fkey", "app.steps", "foreign key task_id"),
                List.of(
                        "select rollcall.protect_child('app.steps', 'task_id', 'app.tasks'); drop policy rollcall_tenant_only on app.tasks",
                        "app.tasks",
                        "is gone"))) {
            asOwner(undone.getFirst());
            assertThat(report())
                    .as(undone.getFirst())
                    .anyMatch(line -> line.startsWith("protection_undone|" + undone.get(1) + "|")
                            && line.contains(undone.getLast()));
            // As one whom no row security binds: the rows of both are compared.
            database.execute("alter table app.steps drop constraint if exists steps_task_id_fkey;"
                    + " alter table app.steps add foreign key (task_id) references app.tasks");
            asOwner(TASKS + ";" + STEPS);
            assertThat(report()).isEmpty();
        }
    }

    @Test
    void aParentThatIsDroppedDoesNotOpenItsChildren() throws SQLException {
        asOwner(TASKS + ";" + STEPS + "; drop table app.tasks cascade");
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.steps")).isEmpty();
            assertThat(tenant.refusal("insert into app.steps values (10, 1, 'x')")
                            .getSQLState())
                    .isEqualTo("42501");
        }
        assertThat(report()).anyMatch(line -> line.startsWith("protection_undone|app.steps|"));
    }

    @Test
    void partitionsAreConfinedWhenTheyAreNamedDirectlyAndALaterOneIsFound() throws SQLException {
        asOwner("""
                create table app.events (id integer, project_id integer references app.projects) partition by range (id);
                create table app.events_1 partition of app.events for values from (0) to (100);
                insert into app.events values (1, 1), (2, 2);
                grant select on app.events, app.events_1 to rollcall_tenant;
                select rollcall.protect_child('app.events', 'project_id', 'app.projects')
                """);
        for (String table : List.of("app.events", "app.events_1")) {
            try (Caller tenant = tenant()) {
                assertThat(tenant.rows("select id from " + table)).containsExactly("1");
            }
        }
        asOwner("create table app.events_2 partition of app.events for values from (100) to (200)");
        assertThat(report())
                .anyMatch(line -> line.startsWith("child_not_protected|app.events_2|")
                        && line.endsWith("select rollcall.protect_child('app.events', 'project_id', 'app.projects')"));
    }

    @Test
    void itSaysWhyItRefuses() throws SQLException {
        asOwner("""
                create table app.loose (id integer, project_id integer);
                create table app.unvalidated (id integer, project_id integer);
                alter table app.unvalidated add foreign key (project_id) references app.projects not valid;
                create table app.folders (id integer primary key);
                create table app.files (id integer, folder_id integer references app.folders);
                create table app.teams (id integer primary key, project_id integer references app.projects);
                create table app.people (id integer primary key, team_id integer references app.teams);
                alter table app.teams add lead_id integer references app.people;
                create table app.heirs () inherits (app.tasks)
                """);
        try (Caller caller = owner.connect()) {
            for (List<String> refused : List.of(
                    List.of("'app.nothing', 'x', 'app.projects'", "there is no table app.nothing"),
                    List.of("'app.tasks', 'nothing', 'app.projects'", "has no column nothing"),
                    List.of("'app.loose', 'project_id', 'app.projects'", "no foreign key of project_id alone"),
                    List.of("'app.unvalidated', 'project_id', 'app.projects'", "is not validated"),
                    List.of("'app.tasks', 'title', 'app.projects'", "no foreign key of title alone"),
                    List.of("'app.tasks', 'blocks', 'app.tasks'", "refers to itself"),
                    List.of("'app.files', 'folder_id', 'app.folders'", "app.folders is not protected itself"),
                    List.of("'app.tasks', 'project_id', 'app.projects'", "app.heirs inherits from app.tasks"))) {
                assertThat(caller.refusal("select rollcall.protect_child(" + refused.getFirst() + ")")
                                .getMessage())
                        .contains(refused.getLast());
            }
        }
        asOwner("select rollcall.protect_child('app.teams', 'project_id', 'app.projects');"
                + " select rollcall.protect_child('app.people', 'team_id', 'app.teams')");
        try (Caller caller = owner.connect();
                Caller tenant = tenant()) {
            assertThat(caller.refusal("select rollcall.protect_child('app.teams', 'lead_id', 'app.people')")
                            .getMessage())
                    .contains("they refer to each other");
            assertThat(caller.refusal("select rollcall.unprotect('app.teams')").getMessage())
                    .contains("app.teams protects app.people");
            assertThat(tenant.refusal(STEPS).getMessage()).contains("only its owner can protect");
            assertThat(tenant.refusal("select rollcall.write_down_protection('app.teams', '{}', '{}')")
                            .getMessage())
                    .contains("only its owner can protect");
        }
        assertThat(report())
                .anyMatch(line ->
                        line.startsWith("child_not_protected|app.teams|") && line.contains("refer to each other"));
    }

    @Test
    void aPlanOfTheWholeSchemaIsMadeAndDoneAllOfItOrNothing() throws SQLException {
        asOwner("""
                select rollcall.unprotect('app.projects'); select rollcall.unprotect('app.invoices');
                create table app._prisma_migrations (id text, organization_id text);
                create table app.drafts (id integer primary key, organization_id text); insert into app.drafts values (1, null);
                create table app.sheets (id integer references app.drafts);
                create table app.deals (organization_id text, tenant_id text);
                create table app.cycle_a (id integer primary key, project_id integer references app.projects);
                create table app.cycle_b (id integer primary key, a integer references app.cycle_a);
                alter table app.cycle_a add b integer references app.cycle_b;
                create table app.spaces (id integer, workspace text references clerk.organizations (id));
                create table app.settings (key text)
                """.replace("references clerk.organizations (id)", ""));
        database.execute("alter table app.spaces add foreign key (workspace) references clerk.organizations (id)");
        try (Caller caller = owner.connect()) {
            String plan =
                    "select relation, action, coalesce(path, reason) from rollcall.protect_all('app') order by step";
            assertThat(caller.rows(plan))
                    .containsExactly(
                            "app.deals|skip|columns organization_id, tenant_id could each be its organization",
                            "app.drafts|skip|organization_id",
                            "app.invoices|protect_table|organization_id",
                            "app.projects|protect_table|organization_id",
                            "app.spaces|protect_table|workspace",
                            "app.comments|protect_child|invoice_id → app.invoices, project_id → app.projects",
                            "app.tasks|protect_child|project_id → app.projects",
                            "app.steps|skip|task_id → app.tasks",
                            "app.cycle_a|skip|its foreign keys lead in a circle, or into one",
                            "app.cycle_b|skip|it leads to app.cycle_a, which is skipped",
                            "app.settings|leave|it has no column of an organization, and no foreign key of one column leads to a table that is protected",
                            "app.sheets|skip|it leads to app.drafts, which is skipped");
            assertThat(caller.rows("select count(*) from rollcall.protected p where p.relation::text like 'app.%'"))
                    .containsExactly("0");
            assertThat(caller.value(
                            "select blind_logins from rollcall.protect_all('app') where relation = 'app.tasks'"))
                    .contains(owner.name);
            caller.write("delete from app.steps where task_id is null");
            caller.notices("select * from rollcall.protect_all('app', apply => true)");
            assertThat(caller.value("show lock_timeout")).isEqualTo("0");
            caller.commit();
        }
        assertThat(
                        database.rows(
                                "select relation from rollcall.protected where relation::text like 'app.%' order by relation::text"))
                .containsExactly(
                        "app.comments", "app.invoices", "app.projects", "app.spaces", "app.steps", "app.tasks");
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.steps")).containsExactly("1");
        }
    }

    @Test
    void nothingIsProtectedWhereOneTableCannotBeLocked() throws SQLException {
        asOwner(
                "select rollcall.unprotect('app.projects'); select rollcall.unprotect('app.invoices'); alter table app.steps drop column task_id");
        try (Caller busy = owner.connect();
                Caller caller = owner.connect()) {
            busy.rows("select * from app.tasks");
            assertThat(caller.refusal("select * from rollcall.protect_all('app', true)")
                            .getSQLState())
                    .isEqualTo("55P03");
            caller.commit();
        }
        assertThat(database.rows("select relation from rollcall.protected where relation::text like 'app.%'"))
                .isEmpty();
        assertThat(database.rows("select policyname from pg_policies where schemaname = 'app'"))
                .isEmpty();
    }

    @Test
    void aListOfGrandchildrenIsFoundByIndexes() throws SQLException {
        database.execute("""
                insert into app.projects select g, 'org_' || g % 500 from generate_series(10, 5000) g;
                insert into app.tasks select g, 10 + g % 4990, null, 't' from generate_series(10, 20000) g;
                insert into app.steps select g, 10 + g % 19990, 's' from generate_series(10, 60000) g;
                analyze app.projects; analyze app.tasks; analyze app.steps
                """);
        asOwner(TASKS + ";" + STEPS);
        try (Caller tenant = Caller.tenant(database, "org_7")) {
            assertThat(String.join("\n", tenant.rows("explain select title from app.steps")))
                    .contains("steps_task_id_idx", "tasks_project_id_idx", "projects_organization_id_idx")
                    .doesNotContain("Seq Scan");
            assertThat(Integer.parseInt(tenant.value("select count(*) from app.steps")))
                    .isPositive();
        }
    }
}
