package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.proving.browser.Chromium;
import dev.rollcall.proving.servers.NodeProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * axe-core finds nothing in any view of the console: light, dark, at 390 pixels, with data and without, and while the worker
 * is lost. Leaves a picture of each in target/screenshots. axe-core comes from npm and is no part of the console.
 */
@Tag("long")
class ConsoleAccessibilityIT {

    private static final Path PICTURES = Path.of("target", "screenshots", "views");
    private static final List<Look> LOOKS = List.of(
            new Look("wide-light", 1280, 900, false, "light"),
            new Look("wide-dark", 1280, 900, false, "dark"),
            new Look("phone-light", 390, 844, true, "light"),
            new Look("phone-dark", 390, 844, true, "dark"));

    private final List<String> found = new ArrayList<>();
    private String axe;
    private ConsoleStage stage;

    private record Look(String name, int width, int height, boolean phone, String scheme) {}

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Chromium.isThere() && NodeProject.isThere());
        NodeProject installed =
                NodeProject.install(Path.of("src", "test", "clients", "axe"), Path.of("target", "clients", "axe"));
        axe = Files.readString(installed.directory().resolve("node_modules/axe-core/axe.min.js"));
        stage = new ConsoleStage("--rollcall.ops.accepted-findings=role_bypasses:postgres");
    }

    @AfterEach
    void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void findsNothingWithoutData() throws Exception {
        open("overview", "#first", "http://127.0.0.1:8443");
        look("empty", "overview");
        open("letters", "#letters-list", "No open dead letters");
        look("empty", "letters");
        open("lookup", "#lookup-title", "Look up");
        look("empty", "lookup");
        open("completeness", "#completeness-said", "Nothing is proven yet");
        look("empty", "completeness");
        open("checks", "#doctor", "PostgreSQL");
        look("empty", "checks");
        assertThat(found).isEmpty();
        assertThat(stage.browser.errors()).isEmpty();
    }

    @Test
    void findsNothingWithDataAndWhenTheWorkerIsLost() throws Exception {
        stage.produceWorld();
        stage.harness.database.execute("""
                insert into rollcall.survey_runs (run, command, mode, instance_id, release, phase, requests)
                values (7, 'reconcile', '', 'ins_1', 'r', 'look', 12);
                insert into rollcall.survey_tables (run, "table", state, listed, clerk_count, live_rows)
                values (7, 'users', 'walked', 40, 41, 42);
                insert into rollcall.drift ("table", verdict, found, "left", run, proven_at)
                values ('users', 'extra', 3, 2, 7, now()), ('organizations', 'missing', 0, 0, 7, now())
                """);
        open("letters", "#letters-list", "user_1");
        stage.browser.click("[data-code=version] table button");
        stage.browser.awaitText(".letter", "It would die again");
        look("full", "letters");
        stage.browser.look(390, 844, true, "light");
        stage.browser.click("#letters-actions [data-act=discard]");
        stage.browser.awaitText("#dialog", "Discard 3 dead letters?");
        look("full", "dialog");
        stage.browser.evaluate("document.querySelector('#dialog').close()");
        open("lookup/user_2", "#lookup-row", "first_name");
        stage.browser.await("document.querySelectorAll('#timeline > li').length >= 4");
        look("full", "lookup");
        open("completeness", "#drift", "2 extra");
        assertThat(stage.browser.text("#drift")).contains("both move while it walks", "that alone counts");
        look("full", "completeness");
        open("checks", "#tenancy", "is a superuser");
        stage.browser.awaitText("#checks-said", "1 finding is accepted here");
        stage.browser.awaitText("#tenancy .tag.good", "accepted here");
        look("full", "checks");
        open("overview", "#events-body", "user_1");
        stage.browser.awaitText("#signatures", "4 requests were refused for the signature");
        stage.browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        look("full", "overview");
        stage.worker.close();
        stage.browser.await("!document.querySelector('#lost').hidden");
        look("lost", "overview");
        assertThat(found).isEmpty();
    }

    @Test
    void findsNothingWhereATokenIsAskedFor() throws Exception {
        stage.close();
        stage = new ConsoleStage("--rollcall.ops.token=alice:kJ8vQ2nR5xT7wZ1bD4fG6hM9");
        open("overview", "#token-view", "Sign in with a token");
        stage.browser.evaluate("document.querySelector('#token').value = 'a token that nobody has, and long enough'");
        stage.browser.click("#token-form button");
        stage.browser.awaitText("#token-error", "The worker does not know this token");
        look("asked", "token");
        assertThat(found).isEmpty();
    }

    private void open(String view, String selector, String text) throws Exception {
        stage.browser.look(1280, 900, false, "light");
        if (stage.browser.text("main").isEmpty()) {
            stage.browser.open(stage.worker.at("/#" + view).toString());
            stage.browser.evaluate(axe);
        } else {
            stage.browser.evaluate("void (location.hash = %s)".formatted(Chromium.quoted("#" + view)));
        }
        stage.browser.awaitText(selector, text);
    }

    private void look(String state, String view) throws Exception {
        for (Look look : LOOKS) {
            stage.browser.look(look.width(), look.height(), look.phone(), look.scheme());
            stage.browser.screenshotWhole(PICTURES.resolve(view + "-" + state + "-" + look.name() + ".png"));
            JsonNode findings = stage.browser.evaluate("""
                    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap((one) =>
                      one.nodes.map((node) => one.id + ' ' + node.target.join(' ') + ' ' + node.failureSummary)))""");
            findings.valueStream()
                    .forEach(one -> found.add(view + " " + state + " " + look.name() + ": " + one.asString("")));
            if (!stage.browser
                    .evaluate("document.documentElement.scrollWidth <= innerWidth")
                    .booleanValue()) {
                found.add(view + " " + state + " " + look.name() + ": scrolls sideways");
            }
        }
    }
}
