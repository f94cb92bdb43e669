package dev.rollcall.worker;

import dev.rollcall.proving.browser.Chromium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A worker with its servers, a gateway's metrics, and a browser that looks at the console. */
final class ConsoleStage implements AutoCloseable {

    final WorkerHarness harness = new WorkerHarness();
    final FakeGateway gateway = new FakeGateway();
    final Chromium browser;
    RunningWorker worker;

    ConsoleStage(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("--rollcall.ops.gateways=" + gateway.address()));
        all.addAll(List.of(settings));
        worker = new RunningWorker(harness, 0, all.toArray(String[]::new));
        browser = Chromium.start();
    }

    /** An organization with members, some of whom change, with repeated, older and broken events. */
    void produceWorld() throws Exception {
        List<Events.Event> events = new ArrayList<>();
        events.add(Events.organization("msg_org", "created", "org_acme", 1, "Acme"));
        for (int user = 1; user <= 40; user++) {
            String id = "user_" + user;
            events.add(Events.user("msg_" + user, "created", id, 10, "Zoe", List.of("zoe" + user + "@example.com")));
            events.add(
                    Events.membership("msg_m" + user, "created", "orgmem_" + user, "org_acme", id, 10, "org:member"));
            events.add(Events.user("msg_u" + user, "updated", id, 20, "Zora", List.of("zoe" + user + "@example.com")));
        }
        for (int user = 1; user <= 8; user++) {
            events.add(Events.user("msg_s" + user, "updated", "user_" + user, 15, "Old", List.of()));
            events.add(Events.user("msg_u" + user, "updated", "user_" + user, 20, "Zora", List.of("x@example.com")));
        }
        for (int dead = 1; dead <= 3; dead++) {
            events.add(Events.event(
                    "msg_d" + dead,
                    "user.updated",
                    1,
                    "user_" + dead,
                    "{\"id\":\"user_" + dead + "\",\"first_name\":\"Zoe\",\"updated_at\":\"soon\"}"));
        }
        gateway.counts(events.size() + 4, 4, events.size(), "closed");
        for (Events.Event event : events) {
            harness.produceTyped(event);
        }
        harness.await(
                "all is consumed",
                () -> harness.database.count("rollcall.dead_letters") == 3
                        && harness.database
                                .rows("select count(*) from clerk.users where first_name = 'Zora'")
                                .equals(List.of("40"))
                        && harness.database.count("clerk.organization_memberships") == 40);
    }

    @Override
    public void close() throws IOException {
        browser.close();
        worker.close();
        gateway.close();
        harness.close();
    }
}
