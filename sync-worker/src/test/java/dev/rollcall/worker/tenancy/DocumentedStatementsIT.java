package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every block of SQL in {@code docs/tenancy.md}, {@code docs/reading.md} and {@code docs/feed.md} runs as it is printed, as the login that its page
 * says, one after the other; only ids, names of roles and what the page leaves out are put in. A new block has to be listed here.
 */
class DocumentedStatementsIT {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("^```sql\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** The owner of the application's tables. */
    private static final String OWNER = "owner";

    private static final String TENANT = "rollcall_tenant";
    private static final String BACKEND = "rollcall_backend";

    /**
     * How a block is run.
     *
     * @param begins how it begins
     * @param login as whom
     */
    private record Run(String begins, String login) {}

    private static final List<Run> TENANCY = List.of(
            new Run("grant usage on schema public", OWNER),
            new Run("select rollcall.set_user(", TENANT),
            new Run("select id, name, role from rollcall.my_organizations()", TENANT),
            new Run("set role rollcall_owner;", OWNER),
            new Run("select rollcall.protect_table(", OWNER),
            new Run("alter table \"Invoice\" no force", OWNER),
            new Run("select rollcall.protect_child(", OWNER),
            new Run("select rollcall.has_permission('user_…', 'org_…', 'org:invoices:read');", TENANT),
            new Run("select rollcall.has_permission('user_…', 'org_…', 'org:invoices:pay', max_age", TENANT),
            new Run("create policy may_read on \"Invoice\"", OWNER),
            new Run("create role app_migrator login createdb;", OWNER),
            new Run("select rollcall.is_synced(", BACKEND));
    private static final List<Run> READING = List.of(new Run("select rollcall.freshness();", TENANT));
    private static final List<Run> FEED = List.of(new Run("insert into app.members", OWNER));

    private TestDatabase database;

    private void fill() {
        database = TestDatabase.create();
        TwoTenants.fill(database);
        database.execute("""
                create role %1$s_authenticated nologin; create role %1$s_authenticator login;
                create schema app;
                create table app.members (id text primary key, organization_id text, user_id text, role text, revision bigint not null);
                create table public."Invoice" (id integer primary key, "organizationId" text not null, amount integer);
                insert into public."Invoice" values (1, 'org_alfa', 1), (2, 'org_bravo', 1);
                create table public.projects (id integer primary key, organization_id text not null);
                create table public.tasks (id integer primary key, project_id integer not null references public.projects);
                select rollcall.protect_table('public.projects', 'organization_id')
                """.formatted(database.name));
    }

    /** Roles belong to the whole server, which other tests use too. */
    private void forget() {
        database.execute(
                "set role rollcall_owner; select rollcall.distrust_claims(role_name) from rollcall.trusted_roles");
        database.execute("alter schema public owner to pg_database_owner");
        for (String role :
                database.rows("select rolname from pg_roles where starts_with(rolname, '" + name("") + "')")) {
            database.execute("drop owned by " + role + " cascade; drop role " + role);
        }
        database.close();
    }

    private String name(String role) {
        return database.name + "_" + role;
    }

    @Test
    void everyBlockRunsAsItIsPrinted() throws IOException, SQLException {
        fill();
        try {
            run("tenancy.md", TENANCY, Map.of());
            run("reading.md", READING, Map.of());
            for (int revision : new int[] {7, 9, 8}) {
                run(
                        "feed.md",
                        FEED,
                        Map.of(
                                ":key", "'orgmem_1'",
                                ":organization_id", "'org_alfa'",
                                ":user_id", "'user_alfa'",
                                ":role", "'role of " + revision + "'",
                                ":ce_revision", Integer.toString(revision)));
            }
            assertThat(database.rows("select id, role, revision from app.members"))
                    .as("an older change that comes again changes nothing")
                    .containsExactly("orgmem_1|role of 9|9");
            assertThat(database.rows("select sum(amount) from public.\"Invoice\""))
                    .as("the owner changed rows of both organizations")
                    .containsExactly("4");
            assertThat(
                            database.rows(
                                    "select tablename from pg_policies where schemaname = 'public' and policyname = 'rollcall_tenant_only' order by 1"))
                    .contains("Invoice", "projects");
            assertThat(
                            database.rows(
                                    "select finding || ' ' || object from rollcall.tenancy_report() where object like 'public.%'"))
                    .isEmpty();
        } finally {
            forget();
        }
    }

    @Test
    void thePagesShowTheFileAndNameTestsThatThereAre() throws IOException {
        assertThat(Files.readString(DOCS.resolve("readers/prisma.md")))
                .contains(Files.readString(DOCS.resolve("readers/prisma.config.ts")));
        Set<String> sources = new HashSet<>();
        for (String module : List.of("sync-worker", "system-tests")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test"))) {
                files.map(file -> file.getFileName().toString()).forEach(sources::add);
            }
        }
        Pattern.compile("`(\\w+(?:IT|Test))`")
                .matcher(Files.readString(DOCS.resolve("readers/needs.md")))
                .results()
                .forEach(named -> assertThat(sources).contains(named.group(1) + ".java"));
    }

    /** @param parameters of its statements, and their values as SQL */
    private void run(String page, List<Run> runs, Map<String, String> parameters) throws IOException, SQLException {
        List<String> blocks = new ArrayList<>();
        BLOCK.matcher(Files.readString(DOCS.resolve(page))).results().forEach(block -> blocks.add(block.group(1)));
        assertThat(blocks).as("blocks of %s", page).hasSameSizeAs(runs);
        // The second of a page's blocks may rest on the first, as in the transaction of a request.
        try (Connection owner = database.administrator();
                Connection tenant = database.connect(TENANT);
                Connection backend = database.connect(BACKEND)) {
            tenant.setAutoCommit(false);
            for (int index = 0; index < runs.size(); index++) {
                Run run = runs.get(index);
                assertThat(blocks.get(index)).startsWith(run.begins());
                if (run.login().equals(OWNER)) {
                    // So that the owner's exclusive locks find nobody.
                    tenant.commit();
                }
                Connection connection = switch (run.login()) {
                    case TENANT -> tenant;
                    case BACKEND -> backend;
                    default -> owner;
                };
                try (Statement statement = connection.createStatement()) {
                    statement.execute(filledIn(blocks.get(index), parameters));
                    if (run.login().equals(OWNER)) {
                        statement.execute("reset role");
                    }
                } catch (SQLException refused) {
                    throw new AssertionError(page + ":\n" + blocks.get(index), refused);
                }
            }
        }
    }

    private String filledIn(String block, Map<String, String> parameters) {
        String filled = block;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            filled = filled.replace(parameter.getKey(), parameter.getValue());
        }
        return filled.replace("user_…", "user_alfa")
                .replace("org_…", "org_alfa")
                .replace("set …;", "set amount = amount + 1;")
                .replace("'authenticated'", "'" + name("authenticated") + "'")
                .replace("'authenticator'", "'" + name("authenticator") + "'")
                .replace("app_migrator", name("app_migrator"));
    }
}
