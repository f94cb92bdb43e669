package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.proving.browser.Chromium;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The console in a real browser. Leaves its pictures in target/screenshots, to be looked at. */
class ConsoleBrowserIT {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int ENTER = 13;

    private ConsoleStage stage;
    private WorkerHarness harness;
    private FakeGateway gateway;
    private Chromium browser;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Chromium.isThere());
        stage = new ConsoleStage();
        harness = stage.harness;
        gateway = stage.gateway;
        browser = stage.browser;
    }

    @AfterEach
    void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void showsWhatTheDatabaseHoldsAndReplaysByAClick() throws Exception {
        browser.look(1280, 900, false, "light");
        browser.open(stage.worker.at("/").toString());
        browser.awaitText("#standing", "Waiting for the first webhook");
        browser.await("document.querySelector('#flow [data-stage=received]')");
        browser.evaluate("""
                (() => {
                  const select = document.querySelector('#flow-window');
                  select.value = '15';
                  select.dispatchEvent(new Event('change'));
                })()""");
        stage.produceWorld();
        browser.awaitText("#standing", "The copy is live");
        browser.awaitText("#flow [data-stage=received]", "144");
        browser.awaitText("#flow [data-stage=verified]", "4 refused before or by the signature");
        browser.awaitText("#flow [data-stage=acknowledged]", "140");
        browser.awaitText("#flow [data-stage=consumed]", "140");
        JsonNode outcomes = browser.evaluate("fetch('ops/status').then((answer) => answer.json())")
                .get("outcomes");
        browser.awaitText("#flow [data-outcome=stale]", outcomes.get("stale").toString());
        browser.awaitText(
                "#flow [data-outcome=applied]",
                Long.toString(Stream.of("inserted", "updated", "deleted")
                        .mapToLong(outcome -> outcomes.get(outcome).longValue())
                        .sum()));
        browser.awaitText("#flow [data-outcome=dead]", "3");
        browser.awaitText("[data-figure=dead-letters]", "3");
        browser.awaitText("#letters-count", "3");
        browser.await("document.querySelectorAll('.chart canvas').length === 2");
        browser.await("document.querySelectorAll('#lags li').length === 12");
        browser.screenshot(PICTURES.resolve("overview-light.png"));
        browser.look(1280, 900, false, "dark");
        browser.screenshot(PICTURES.resolve("overview-dark.png"));
        browser.look(390, 844, true, "light");
        browser.screenshot(PICTURES.resolve("overview-phone.png"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
                        .booleanValue())
                .as("a phone does not scroll sideways")
                .isTrue();
        browser.look(1280, 900, false, "light");

        browser.click("nav a[data-view=letters]");
        browser.awaitText("#letters-list", "user_1");
        browser.click("[data-code=version] table button");
        browser.awaitText(".letter", "It would die again");
        assertThat(browser.text(".letter")).contains("data.first_name").doesNotContain("Zoe");
        browser.screenshot(PICTURES.resolve("letters-light.png"));
        browser.click("#letters-actions [data-act=replay]");
        browser.awaitText("#dialog", "Replay 3 dead letters?");
        assertThat(harness.database.rows("select distinct state from rollcall.dead_letters"))
                .as("the count changes nothing")
                .containsExactly("open");
        browser.click("#dialog-yes");
        browser.awaitText("#letters-said", "3 letters replayed");
        assertThat(harness.database.rows(
                        "select count(*), min(acted_by) from rollcall.dead_letters where state = 'replayed'"))
                .containsExactly("3|loopback");
        harness.await("they die again", () -> harness.database.count("rollcall.dead_letters") == 6);

        browser.click("#letters-filter button");
        // What was said is gone at once and the list comes later: both move the buttons.
        browser.await("!document.querySelector('#letters-actions').hidden"
                + " && document.querySelector('#letters-list').ariaBusy === 'false'");
        browser.click("#letters-actions [data-act=discard]");
        browser.awaitText("#dialog", "Discard 3 dead letters?");
        browser.click("#dialog-yes");
        assertThat(browser.evaluate("document.querySelector('#dialog').open").booleanValue())
                .as("without a reason nothing is discarded")
                .isTrue();
        browser.click("#reason");
        browser.type("a test send");
        browser.click("#dialog-yes");
        browser.awaitText("#letters-said", "3 letters discarded");
        browser.awaitText("#letters-list", "No open dead letters");
        assertThat(harness.database.rows("select actor, action, count, reason from rollcall.audit_log order by id"))
                .containsExactly(
                        "loopback|dead-letters replay-begun|3|-",
                        "loopback|dead-letters replay-done|3|-",
                        "loopback|dead-letters discard|3|a test send");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void looksUpByKeyboardAndMasksUntilAsked() throws Exception {
        harness.database.keepHistory(true);
        // Alone, so that it is a version of its own: of one batch the newest is announced.
        harness.produce(List.of(Events.user("msg_first", "created", "user_2", 5, "Zelda", List.of())));
        harness.await("the first version", () -> harness.database.count("clerk.users") == 1);
        stage.produceWorld();
        browser.look(1280, 1100, false, "light");
        browser.open(stage.worker.at("/#lookup").toString());
        browser.click("#lookup-id");
        browser.type("user_2");
        browser.press("Enter", ENTER);
        browser.awaitText("#lookup-row", "first_name");
        browser.await("document.querySelectorAll('#timeline > li').length >= 5");
        assertThat(browser.text("#lookup-result"))
                .contains("live", "org_acme", "first_name", "dead letter", "rollcall.history has ")
                .doesNotContain("Zora", "Zelda", "zoe2@example.com");
        browser.screenshot(PICTURES.resolve("lookup-light.png"));
        assertThat(harness.database.count("rollcall.audit_log")).isZero();
        browser.click("#reveal");
        browser.awaitText("#lookup-row", "Zora");
        browser.await("document.querySelector('#timeline').innerText.includes('Zelda')");
        browser.awaitText("#lookup-known", "Zora");
        assertThat(harness.database.rows("select distinct action from rollcall.audit_log"))
                .containsExactly("entity show-values");
        browser.click("#refetch");
        browser.awaitText("#lookup-said", "CLERK_SECRET_KEY is not set");
        browser.click("[data-related='live memberships'] a");
        browser.awaitText("[data-related='live members'] h2", "40");
        String searches = "select count(*) from rollcall.audit_log where action = 'entity search'";
        List<String> before = harness.database.rows(searches);
        browser.evaluate("void (location.hash = '#lookup/%')");
        browser.awaitText("#lookup-said", "Not searched yet");
        browser.evaluate("void (location.hash = '#lookup/orgmem_3')");
        browser.awaitText("#lookup-said", "Not searched yet");
        assertThat(harness.database.rows(searches))
                .as("an address alone searches nothing")
                .isEqualTo(before);
        browser.evaluate("document.querySelector('#lookup-form').requestSubmit()");
        browser.awaitText("#lookup-said", "2 matches, noted in the audit");
        browser.click("#lookup-result a[href='#lookup/user_3']");
        browser.awaitText("#lookup-known", "name");
        assertThat(browser.text("#lookup-known")).doesNotContain("Zora");
        browser.awaitText("#lookup-recent", "user_2");
        browser.evaluate("void (location.hash = '#lookup/user_')");
        browser.awaitText("#lookup-said", "Not searched yet");
        browser.evaluate("document.querySelector('#lookup-form').requestSubmit()");
        browser.awaitText("#lookup-said", "20 matches, noted in the audit");
        browser.evaluate("void (location.hash = '#lookup/user_x')");
        browser.click("#beginning");
        browser.awaitText("#lookup-said", "no user's or organization's id begins so");

        browser.evaluate("""
                void (window.before = window.fetch, window.fetch = (path, options) => path.includes('/timeline')
                  ? Promise.resolve(new Response('{"error": "Others are being read"}', { status: 503 })) : window.before(path, options))
                """);
        browser.evaluate("void (location.hash = '#lookup/user_2')");
        browser.awaitText("#lookup-result", "Others are being read");
        assertThat(browser.text("#lookup-result")).contains("first_name").doesNotContain("Reading the topics");
        browser.evaluate("void (window.fetch = window.before)");

        harness.database.execute("""
                insert into rollcall.survey_runs (run, command, mode, instance_id, release, reason)
                values (7, 'reconcile', '', 'ins_1', 'r', '<img src=x onerror=alert(1)>');
                insert into rollcall.drift ("table", verdict, found, "left", run, proven_at)
                values ('users', 'extra', 3, 2, 7, now()), ('organizations', 'missing', 0, 0, 7, now())
                """);
        browser.click("nav a[data-view=completeness]");
        browser.awaitText("#completeness-said", "1 table differs from Clerk");
        browser.awaitText("#drift", "2 extra");
        browser.awaitText("#drift", "never surveyed");
        browser.awaitText("#survey", "<img src=x onerror=alert(1)>");
        browser.screenshot(PICTURES.resolve("completeness-light.png"));
        browser.look(390, 844, true, "dark");
        browser.screenshot(PICTURES.resolve("completeness-phone.png"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
                        .booleanValue())
                .as("a phone does not scroll sideways")
                .isTrue();
        browser.look(1280, 1100, false, "light");

        browser.click("nav a[data-view=checks]");
        browser.awaitText("#doctor", "PostgreSQL");
        browser.awaitText("#tenancy", "is a superuser");
        browser.look(1280, 900, false, "dark");
        browser.screenshot(PICTURES.resolve("checks-dark.png"));
        assertThat(unnamedControls()).isEqualTo("[]");
        // A browser calls it an error that the worker refuses without a key, and that there is no such row.
        browser.errors().removeIf(error -> error.contains("/refetch") || error.contains("/user_x"));
        assertThat(browser.errors()).isEmpty();
    }

    /** What a screen reader would read as nothing. */
    private String unnamedControls() throws Exception {
        return browser.call("Accessibility.getFullAXTree", Map.of())
                .get("nodes")
                .valueStream()
                .filter(node -> !node.path("ignored").asBoolean(false))
                .filter(node -> List.of("button", "link", "textbox", "combobox", "checkbox", "navigation", "region")
                        .contains(node.path("role").path("value").asString("")))
                .filter(node -> node.path("name").path("value").asString("").isBlank())
                .map(Object::toString)
                .toList()
                .toString();
    }

    /**
     * An idle gateway sends itself a heartbeat every 15 seconds; a newcomer must not think that the webhooks are
     * refused.
     */
    @Test
    void showsNothingOfHeartbeatsAndSaysWhatAnEmptyCopyWaitsFor() throws Exception {
        browser.look(1280, 900, false, "light");
        browser.open(stage.worker.at("/").toString());
        browser.awaitText("#standing", "Waiting for the first webhook");
        browser.await("document.querySelector('#flow [data-stage=received]')");
        assertThat(browser.text("#standing-sentence")).contains("Nothing has come from Clerk yet");
        browser.awaitText("#first", "http://127.0.0.1:8443");
        assertThat(browser.text("#first")).contains("Open a tunnel", "/webhooks/clerk", "CLERK_WEBHOOK_SIGNING_SECRET");
        assertThat(browser.evaluate("document.querySelector('#flow-note').hidden")
                        .booleanValue())
                .as("a gateway that is just starting is not silent")
                .isTrue();

        harness.produce(List.of(new Events.Event(
                "msg_heartbeat",
                "msg_heartbeat",
                "{\"data\":{},\"object\":\"event\",\"type\":\"rollcall.heartbeat\",\"timestamp\":1700000000000}")));
        gateway.counts(0, 0, 0, "half_open", new FakeGateway.Heartbeats(5, 4));
        browser.evaluate("""
                void setInterval(async () => {
                  const status = await (await fetch('ops/status')).json();
                  window.consumed = status.outcomes.ignored;
                }, 200)""");
        browser.await("window.consumed === 1");
        browser.awaitText("[data-figure=breaker]", "half open");
        assertThat(browser.text("#flow [data-stage=received]")).contains("0 · 0/s");
        assertThat(browser.text("#flow [data-stage=verified]"))
                .contains("0 · 0/s")
                .doesNotContain("refused");
        assertThat(browser.text("#flow [data-stage=acknowledged]")).contains("0 · 0/s");
        assertThat(browser.text("#flow [data-stage=consumed]"))
                .contains("0 · 0/s")
                .doesNotContain("ignored");
        assertThat(browser.text("#standing")).contains("Waiting for the first webhook");
        browser.screenshot(PICTURES.resolve("empty-light.png"));

        gateway.counts(2, 2, 0, "closed", new FakeGateway.Heartbeats(6, 6));
        browser.awaitText("#first-refused", "no_matching_signature");
        assertThat(browser.text("#first-refused"))
                .contains("ago (2 requests so far)", "Is CLERK_WEBHOOK_SIGNING_SECRET the one of this very endpoint?");
        browser.awaitText("#flow [data-stage=verified]", "2 refused before or by the signature");
        browser.screenshot(PICTURES.resolve("refused-light.png"));
        assertThat(browser.text("#first")).contains("./rollcall send user.created", "an invented instance");

        gateway.counts(3, 2, 1, "closed", new FakeGateway.Heartbeats(6, 6));
        Events.Event example = Events.user("msg_example", "created", "user_example", 5, "Zelda", List.of());
        harness.produce(List.of(new Events.Event(
                example.messageId(),
                example.key(),
                example.body().replace(Events.INSTANCE, "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S"))));
        browser.awaitText("#first-said", "has arrived and became a dead letter: wrong_instance");
        assertThat(browser.text("#first"))
                .contains("The first webhook became a dead letter", "cause a real event", "See the dead letters")
                .doesNotContain("✓", "was applied", "Open a tunnel");
        assertThat(browser.evaluate("document.querySelector('#first').classList.contains('is-done')")
                        .booleanValue())
                .isFalse();
        browser.awaitText("#standing-sentence", "but for what is in the dead letters");
        browser.screenshot(PICTURES.resolve("first-died-light.png"));
        browser.click("#first-close");
        browser.await("document.querySelector('#first').hidden");

        gateway.counts(4, 2, 2, "closed", new FakeGateway.Heartbeats(6, 6));
        harness.produce(List.of(Events.user("msg_first", "created", "user_first", 5, "Zelda", List.of())));
        browser.awaitText("#first", "The first webhook has arrived");
        browser.awaitText("#first", "user was applied at");
        assertThat(browser.evaluate("document.querySelector('#first').classList.contains('is-done')")
                        .booleanValue())
                .isTrue();
        browser.screenshot(PICTURES.resolve("arrived-light.png"));
        browser.click("#first-close");
        browser.await("document.querySelector('#first').hidden");

        gateway.counts(7, 5, 2, "closed", new FakeGateway.Heartbeats(6, 6));
        browser.awaitText("#signatures", "5 requests were refused for the signature in the last 5 minutes");
        assertThat(browser.text("#signatures"))
                .contains("no_matching_signature", "Is CLERK_WEBHOOK_SIGNING_SECRET the one of this very endpoint?");
        assertThat(browser.text("#standing")).isEqualTo("The copy is live");
        browser.screenshot(PICTURES.resolve("signatures-light.png"));
        assertThat(browser.errors()).isEmpty();
    }

    /** Before the first answer nothing is wrong yet; a page that cries then is not believed later. */
    @Test
    void doesNotCallKafkaSilentBeforeItWasAsked() throws Exception {
        browser.open(stage.worker.at("/").toString());
        browser.awaitText("#standing", "Waiting for the first webhook");
        assertThat(consumedWith(false)).doesNotContain("Kafka");
        assertThat(consumedWith(true)).contains("Kafka does not say how many wait");
    }

    private String consumedWith(boolean asked) throws Exception {
        return browser.evaluate("""
                import('/console/flow.js').then(({ drawFlow }) => {
                  const now = Date.now();
                  drawFlow({ atMillis: now, startedMillis: now, instance: 'w', gateway: { configured: 1, silent: [] },
                    partitions: { atMillis: 0, asked: %s, answers: false, partitions: [] } }, [], null);
                  return document.querySelector('#flow [data-stage=consumed]').innerText;
                })""".formatted(asked)).stringValue();
    }

    @Test
    void saysWhenTheWorkerHasStoppedAndGoesOnWhenItIsBack() throws Exception {
        browser.look(1280, 900, false, "light");
        browser.open(stage.worker.at("/").toString());
        browser.awaitText("#standing", "Waiting for the first webhook");
        int port = stage.worker.port();
        stage.worker.close();
        browser.await("!document.querySelector('#lost').hidden");
        browser.awaitText("#standing", "As it was at");
        assertThat(browser.text("#lost")).contains("No word from the worker since", "./rollcall status", "worker.log");
        browser.screenshot(PICTURES.resolve("stopped-light.png"));
        stage.worker = new RunningWorker(harness, port);
        browser.await("document.querySelector('#lost').hidden");
        browser.awaitText("#standing", "Waiting for the first webhook");
        browser.awaitText("#flow-note", "was not told where the gateway is");
    }

    /** What somebody reads, selects or has reached with the keyboard is not taken away by the next pulse. */
    @Test
    void listsTheNewestEventsAndLeavesFocusAndSelectionAlone() throws Exception {
        browser.look(1280, 900, false, "light");
        browser.open(stage.worker.at("/").toString());
        browser.awaitText("#events-none", "No event yet");
        harness.produce(List.of(
                Events.user("msg_1", "created", "user_1", 5, "Zelda", List.of("zelda@example.com")),
                Events.event("msg_2", "user.updated", 1, "user_2", "{\"id\":\"user_2\",\"updated_at\":\"soon\"}")));
        browser.awaitText("#events-body", "user_1");
        browser.awaitText("#events-body", "dead: version");
        assertThat(browser.text("#events-table"))
                .contains("user.updated", "inserted", "user_2")
                .doesNotContain("Zelda", "zelda@");
        browser.evaluate("""
                (() => {
                  document.querySelector('#events-body a[href="#lookup/user_1"]').focus();
                  const name = document.querySelector('[data-figure=lag] dt').firstChild;
                  getSelection().selectAllChildren(document.querySelector('[data-figure=last-verified] dd'));
                  window.selected = getSelection().toString();
                  window.kept = document.querySelector('#loops tr');
                })()""");
        harness.produce(List.of(Events.user("msg_3", "created", "user_3", 5, "Zoe", List.of())));
        browser.awaitText("#events-body", "user_3");
        browser.await("window.first ??= document.querySelector('#loops').innerText,"
                + " document.querySelector('#loops').innerText !== window.first");
        assertThat(browser.evaluate("""
                [document.activeElement.getAttribute('href'), getSelection().toString() === window.selected,
                 window.selected.length > 0, window.kept.isConnected].join(' ')""").asString()).isEqualTo("#lookup/user_1 true true true");

        browser.click("#events-pause");
        harness.produce(List.of(Events.user("msg_4", "created", "user_4", 5, "Zoe", List.of())));
        browser.awaitText("#events-pause", "Go on (1 new)");
        assertThat(browser.text("#events-body")).doesNotContain("user_4");
        browser.click("#events-pause");
        browser.awaitText("#events-body", "user_4");
        browser.click("#events-filter");
        browser.type("user_2");
        browser.awaitText("#events-note", "1 of the newest 4 of 4 since this worker started");
        assertThat(browser.text("#events-body")).contains("user_2").doesNotContain("user_1");
        assertThat(browser.errors()).isEmpty();
    }
}
