package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.proving.browser.Chromium;
import dev.rollcall.proving.servers.NodeProject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/nextjs-prisma} over HTTP, built and served by Next.js on a real stack, as people of two organizations
 * use it. Where Node.js is missing this is skipped, in CI it is a failure.
 */
class NextExampleIT {

    private static final String PROJECTS = "/projects";
    private static final String PEOPLE = "/people";
    private static final String MEMBERS = "/organization";
    private static final String ADD = "id=\"add-member\"";
    private static final String CREATE = "id=\"create-project\"";
    private static final String WHO_ARE_YOU = "Local Clerk: who are you?";

    @TempDir
    static Path directory;

    private static NextExample example;
    private final List<Visitor> visitors = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        example = NextExample.start(directory);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (example != null) {
            example.close();
        }
    }

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
    }

    private Visitor visitor() {
        Visitor visitor = new Visitor(example.application, example.clerk);
        visitors.add(visitor);
        return visitor;
    }

    /** Signed in, and known to the copy. */
    private Visitor member(String name, String organization) throws IOException, InterruptedException {
        Visitor visitor = visitor().signIn(name + " in " + organization);
        example.await(() -> contains(visitor, "Projects of " + organization));
        return visitor;
    }

    private static boolean contains(Visitor visitor, String text) throws InterruptedException {
        try {
            return visitor.page(PROJECTS).contains(text);
        } catch (IOException later) {
            return false;
        }
    }

    @Test
    void eachOrganizationSeesItsOwnProjectsAndTasks() throws IOException, InterruptedException {
        Visitor ada = member("Ada", "Acme");
        Visitor cleo = member("Cleo", "Globex");
        ada.submit(PROJECTS, CREATE, Map.of("name", "Anvils"));
        cleo.submit(PROJECTS, CREATE, Map.of("name", "Globes"));
        ada.submit(PROJECTS, "data-form=\"task-of-Anvils\"", Map.of("title", "Forge one"));

        assertThat(ada.page(PROJECTS)).contains("Anvils, by Ada", "Forge one").doesNotContain("Globes");
        assertThat(cleo.page(PROJECTS)).contains("Globes, by Cleo").doesNotContain("Anvils", "Forge one");
        Visitor ben = member("Ben", "Acme");
        assertThat(ben.page(PROJECTS)).contains("Anvils, by Ada", "Forge one").doesNotContain("Globes");
        ben.signIn("Ben in Globex");
        assertThat(ben.page(PROJECTS)).contains("Globes, by Cleo").doesNotContain("Anvils", "Forge one");
        assertThat(ben.page("/")).contains("Acme (org:member)", "Globex (org:member), where you act");
    }

    @Test
    void aTaskForAnotherOrganizationsProjectIsRefused() throws IOException, InterruptedException {
        Visitor ada = member("Ada", "Acme");
        Visitor cleo = member("Cleo", "Globex");
        ada.submit(PROJECTS, CREATE, Map.of("name", "Tunnels"));
        cleo.submit(PROJECTS, CREATE, Map.of("name", "Bait"));
        String foreign = ada.page(PROJECTS).replaceAll("(?s).*data-project=\"([^\"]+)\"><h2>Tunnels.*", "$1");

        HttpResponse<String> answer =
                cleo.submit(PROJECTS, "data-form=\"task-of-Bait\"", Map.of("title", "Planted", "project", foreign));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(ada.page(PROJECTS)).contains("Tunnels").doesNotContain("Planted");
        assertThat(cleo.page(PROJECTS)).doesNotContain("Planted", "Tunnels");
    }

    @Test
    void peopleAreTheOrganizationsOwn() throws IOException, InterruptedException {
        Visitor ada = member("Ada", "Acme");
        Visitor cleo = member("Cleo", "Globex");
        ada.submit(PEOPLE, "id=\"create-person\"", Map.of("name", "Zora", "email", "zora@out.example"));
        cleo.submit(PEOPLE, "id=\"create-person\"", Map.of("name", "Another Zora", "email", "zora@out.example"));
        String zora = ada.page(PEOPLE).replaceAll("(?s).*name=\"id\" value=\"([^\"]+)\".*", "$1");

        cleo.submit(PEOPLE, "data-form=\"rename-zora@out.example\"", Map.of("id", zora, "name", "Mallory"));
        cleo.submit(PEOPLE, "data-form=\"delete-zora@out.example\"", Map.of("id", zora));

        assertThat(ada.page(PEOPLE + "?q=ZOR"))
                .contains("Zora &lt;zora@out.example&gt;")
                .doesNotContain("Another");
        assertThat(ada.page(PEOPLE + "?q=nobody")).doesNotContain("zora@out.example");
        ada.submit(PEOPLE, "data-form=\"rename-zora@out.example\"", Map.of("name", "Zora Neale"));
        assertThat(ada.page(PEOPLE)).contains("Zora Neale &lt;zora@out.example&gt;");
        ada.submit(PEOPLE, "data-form=\"delete-zora@out.example\"", Map.of());
        assertThat(ada.page(PEOPLE)).doesNotContain("zora@out.example");
        assertThat(cleo.page(PEOPLE)).contains("Another Zora &lt;zora@out.example&gt;");
    }

    /** The application waits for the copy: each page that follows shows what was done at Clerk, without any awaiting here. */
    @Test
    void organizationsAreWrittenAtClerkAndTheNextPageShowsIt() throws IOException, InterruptedException {
        Visitor ada = member("Ada", "Acme");
        ada.submit("/", "id=\"create-organization\"", Map.of("name", "Initech"));
        assertThat(ada.page("/")).contains("Initech (org:admin)");
        ada.signIn("Ada in Initech");

        ada.submit(MEMBERS, ADD, Map.of("email", "cleo@people.example", "role", "org:member"));
        assertThat(ada.page(MEMBERS)).contains("Cleo Example: org:member").doesNotContain("Ben Example");
        Visitor cleo = visitor().signIn("Cleo in Initech");
        HttpResponse<String> refused =
                cleo.submit(MEMBERS, ADD, Map.of("email", "ben@people.example", "role", "org:member"));
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(ada.page(MEMBERS)).doesNotContain("Ben Example");

        ada.submit(MEMBERS, "data-form=\"role-of-Cleo\"", Map.of("role", "org:admin"));
        assertThat(ada.page(MEMBERS)).contains("Cleo Example: org:admin");

        ada.submit(MEMBERS, "data-form=\"remove-Cleo\"", Map.of());
        assertThat(ada.page(MEMBERS)).contains("Ada Example").doesNotContain("Cleo Example");
        assertThat(cleo.page(PROJECTS)).doesNotContain("Projects of Initech");
    }

    /** The feed says that a membership changed, and what was signed before it counts no longer. */
    @Test
    void aTokenOfBeforeAChangeOfTheMembershipIsNoToken() throws IOException, InterruptedException {
        Visitor ada = member("Ada", "Acme");
        ada.submit("/", "id=\"create-organization\"", Map.of("name", "Hooli"));
        ada.signIn("Ada in Hooli");
        ada.submit(MEMBERS, ADD, Map.of("email", "ben@people.example", "role", "org:member"));
        Visitor ben = visitor().signIn("Ben in Hooli");
        assertThat(ben.page(PROJECTS)).contains("Projects of Hooli");

        ada.submit(MEMBERS, "data-form=\"role-of-Ben\"", Map.of("role", "org:admin"));
        example.await(() -> contains(ben, WHO_ARE_YOU));
        // A token of the same second is taken for one of before.
        example.await(() -> signedInAgain(ben, "Ben in Hooli") && contains(ben, "Projects of Hooli"));
        ada.submit(MEMBERS, "data-form=\"remove-Ben\"", Map.of());
        example.await(() -> contains(ben, WHO_ARE_YOU));
    }

    private static boolean signedInAgain(Visitor visitor, String label) throws InterruptedException {
        try {
            visitor.signIn(label);
            return true;
        } catch (IOException later) {
            return false;
        }
    }

    /** With scripts: the forms send server actions, and the page is not loaded anew. */
    @Test
    void aPersonWalksThroughItInABrowser() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Chromium.isThere());
        member("Cleo", "Globex").submit(PROJECTS, CREATE, Map.of("name", "Maps"));
        Visitor ada = member("Ada", "Acme");
        ada.submit("/", "id=\"create-organization\"", Map.of("name", "Umbrella"));
        ada.signIn("Ada in Umbrella");
        ada.submit(MEMBERS, ADD, Map.of("email", "ben@people.example", "role", "org:member"));

        try (Person ben = new Person(example)) {
            ben.open(PROJECTS);
            ben.signIn("Ben in Umbrella");
            ben.sees("Umbrella (org:member), where you act");
            ben.follow("Projects");
            ben.sees("Projects of Umbrella");
            ben.marksThePage();
            ben.submit("#create-project", "name", "Parasols");
            ben.sees("Parasols, by Ben");
            ben.submit("[data-form='task-of-Parasols']", "title", "Sew one");
            ben.sees("Sew one");
            assertThat(ben.isOnTheMarkedPage()).isTrue();
            assertThat(ben.page()).doesNotContain("Maps");
            ben.photograph("umbrella");

            ben.follow("Home");
            ben.sees("Your organizations");
            ben.follow("Act in another one");
            ben.signIn("Ben in Globex");
            ben.follow("Projects");
            ben.sees("Maps, by Cleo");
            assertThat(ben.page()).contains("Projects of Globex").doesNotContain("Parasols", "Sew one");
            ben.photograph("globex");

            ben.follow("Home");
            ben.follow("Act in another one");
            ben.signIn("Ben in Umbrella");
            ben.follow("Projects");
            ben.sees("Parasols, by Ben");
            Visitor withHisSession = visitor().withToken(ben.session());
            assertThat(withHisSession.page(PROJECTS)).contains("Projects of Umbrella");
            example.removeAtClerk("Ben", "Umbrella");
            example.await(() -> contains(withHisSession, WHO_ARE_YOU));
            ben.submit("#create-project", "name", "Planted");
            ben.sees(WHO_ARE_YOU);
            assertThat(ben.page()).contains("Ben in Globex").doesNotContain("Ben in Umbrella");
            ben.open(PROJECTS);
            ben.signIn("Ben in Globex");
            assertThat(ben.page()).contains("Globex").doesNotContain("Umbrella");
            assertThat(example.ask("select count(*) from projects where name = 'Planted'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void itsOwnTestsRunWithoutAServer() throws IOException, InterruptedException {
        String said = example.project.require(Map.of(), "npm", "test");
        assertThat(said).containsPattern("pass [1-9][0-9]*").containsPattern("fail 0");
    }

    @Test
    void tablesOfAuthJsLieBesideClerksAndNoTenantReadsThem() throws SQLException {
        try (Connection backend = example.connect("DATABASE_URL");
                Connection tenant = example.connect("TENANT_DATABASE_URL");
                Statement asBackend = backend.createStatement();
                Statement asTenant = tenant.createStatement()) {
            asBackend.execute("insert into public.users (id, email) values ('staff', 'staff@in.example')");
            asBackend.execute("insert into public.sessions (id, session_token, user_id, expires)"
                    + " values ('s', 'token', 'staff', now() + interval '1 hour')");
            assertThatThrownBy(() -> asTenant.executeQuery("select * from public.sessions"))
                    .hasMessageContaining("permission denied");
            asBackend.execute("delete from public.users where id = 'staff'");
            ResultSet left = asBackend.executeQuery("select count(*) from public.sessions");
            assertThat(left.next()).isTrue();
            assertThat(left.getInt(1)).isZero();
        }
    }

    @Test
    void onlyAVerifiedTokenSaysWhoActs() throws IOException, InterruptedException {
        assertThat(visitor().page(PROJECTS)).contains(WHO_ARE_YOU);

        Visitor ada = member("Ada", "Acme");
        assertThat(ada.session().isHttpOnly()).isTrue();
        String[] token = ada.session().getValue().split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(token[1]));
        String changed = claims.replaceFirst("\"sub\":\"user_[^\"]+\"", "\"sub\":\"user_somebody\"");
        assertThat(changed).isNotEqualTo(claims);
        String forged = String.join(
                ".", token[0], Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes()), token[2]);
        assertThat(visitor().withToken(String.join(".", token)).page(PROJECTS)).contains("Projects of Acme");
        assertThat(visitor().withToken(forged).page(PROJECTS)).contains(WHO_ARE_YOU);
    }

    @Test
    void nothingThatOpensTheDatabaseOrClerkReachesTheBrowser() throws IOException, InterruptedException {
        String page = member("Ada", "Acme").page(PROJECTS);
        for (String name :
                List.of("CLERK_SECRET_KEY", "DATABASE_URL", "TENANT_DATABASE_URL", "CLERK_WEBHOOK_SIGNING_SECRET")) {
            assertThat(page).doesNotContain(example.environment.get(name));
            assertThat(example.inTheBrowsersFiles(example.environment.get(name)))
                    .isEmpty();
        }
    }

    @Test
    void theMigrationsMakeWhatTheModelsSayAndLeaveNothingOpen() throws IOException, InterruptedException {
        assertThat(example.project.require(example.environment, "prisma", "migrate", "status"))
                .contains("up to date");
        assertThat(example.project.require(
                        example.environment,
                        "prisma",
                        "migrate",
                        "diff",
                        "--from-config-datasource",
                        "--to-schema",
                        "prisma"))
                .contains("No difference");
        assertThat(example.ask("select string_agg(finding || ' ' || object, ', ') from rollcall.tenancy_report()"
                        + " where object like 'public.%' or object like '%app_migrator%'"))
                .isIn("", "null");
    }
}
