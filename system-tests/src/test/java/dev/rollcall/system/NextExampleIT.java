package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
