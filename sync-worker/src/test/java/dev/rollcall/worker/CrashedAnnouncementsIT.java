package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.BatchStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * P4: the worker that takes over after a crash between the two commits announces what would have been announced:
 * the same keys, values and headers, byte for byte, of every topic.
 */
class CrashedAnnouncementsIT {

    /**
     * Keys in an order that jsonb does not keep, numbers that it spells otherwise, children not in the order of ids, and
     * more containers in each other than a row takes.
     */
    private static final String AWKWARD =
            "{\"zebra\":1.50,\"a\":{\"bb\":1e2,\"b\":[1,null,\"\\u00e9\\u2028\"]},\"n\":-0,\"deep\":" + "[".repeat(399)
                    + "]".repeat(399) + "}";

    /** What it brings is no news to anybody, also when it is announced late. */
    private static final String OF_A_SURVEY = "~0000000000000000001";

    private static List<Events.Event> events() {
        List<Events.Event> events = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            ObjectNode fixture = Events.fixture(resource);
            ObjectNode data = (ObjectNode) fixture.get("data");
            if (data.has("public_metadata")) {
                data.set("public_metadata", Events.JSON.readTree(AWKWARD));
            }
            String id = data.get("id").stringValue();
            String name = resource.eventName();
            events.add(Events.event("m_" + name, name + ".created", 1_003, id, data.toString()));
            events.add(Events.deleted("d_" + name, name, id + "_gone", 2_007));
        }
        String addresses =
                "[{\"id\":\"idn_z\",\"email_address\":\"z@x.y\"},{\"id\":\"idn_a\",\"email_address\":\"a@x.y\"}]";
        events.add(Events.event(
                OF_A_SURVEY,
                "user.created",
                1,
                "user_children",
                "{\"id\":\"user_children\",\"email_addresses\":" + addresses + ",\"created_at\":1700000000123,"
                        + "\"updated_at\":1700000000999}"));
        events.add(Events.organization("m_org", "created", "org_ending", 1, "Ending"));
        events.add(
                Events.membership("m_mem", "created", "orgmem_ending", "org_ending", "user_children", 2, "org:member"));
        events.add(Events.deleted("d_org", "organization", "org_ending", 50));
        return events;
    }

    /** Every record of every change topic without what counts or tells the time of the run. */
    private static List<String> announced(WorkerHarness worker) {
        List<String> announced = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            for (ConsumerRecord<byte[], byte[]> record : worker.read(worker.topics.changes(resource))) {
                TreeMap<String, String> headers = new TreeMap<>();
                for (Header header : record.headers()) {
                    headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
                }
                headers.remove("ce_time");
                announced.add(resource + " " + new String(record.key(), StandardCharsets.UTF_8) + " " + headers + " "
                        + (record.value() == null ? null : new String(record.value(), StandardCharsets.ISO_8859_1)));
            }
        }
        announced.sort(null);
        return announced;
    }

    private static List<String> run(boolean crashing) throws InterruptedException {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(events(), 4);
            AtomicBoolean armed = new AtomicBoolean(crashing);
            worker.onStep(step -> {
                if (step == BatchStep.DATABASE_COMMITTED && armed.getAndSet(false)) {
                    throw new AssertionError("crash");
                }
            });
            worker.start("worker-0", 1);
            if (crashing) {
                worker.await("the crash", () -> !worker.ended.isEmpty());
                worker.start("worker-0", 1);
            }
            worker.awaitDrained();
            worker.assertFeedIsExact();
            return announced(worker);
        }
    }

    @Test
    void areThoseOfAnUndisturbedRunByteForByte() throws InterruptedException {
        List<String> undisturbed = run(false);
        assertThat(undisturbed).hasSizeGreaterThan(2 * Resource.values().length);
        assertThat(undisturbed)
                .filteredOn(change -> change.contains("rollcall-origin=reconcile"))
                .hasSize(1);
        assertThat(run(true)).containsExactlyElementsOf(undisturbed);
    }
}
