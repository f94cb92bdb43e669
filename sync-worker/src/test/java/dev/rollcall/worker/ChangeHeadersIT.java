package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** Every header of docs/feed.md, by its value: of a state, of a delete, and of what a cascade ended. */
class ChangeHeadersIT {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** Without the time, which is checked to be one, and is the run's. */
    private static List<Map<String, String>> of(WorkerHarness worker, Resource resource, String id) {
        return worker.read(worker.topics.changes(resource)).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(id))
                .map(record -> {
                    Map<String, String> headers = headers(record);
                    assertThat(headers.remove("ce_time")).satisfies(time -> {
                        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.]\\d{3}Z");
                        assertThat(Instant.parse(time)).isAfter(Instant.ofEpochMilli(Events.BASE));
                    });
                    return headers;
                })
                .toList();
    }

    private static Map<String, String> expected(
            String type, String id, long updatedAt, String messageId, int revision) {
        return new TreeMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                id + "@" + updatedAt + "-" + messageId,
                "ce_type",
                "clerk." + type,
                "ce_source",
                "/clerk/" + Events.INSTANCE,
                "ce_subject",
                id,
                "ce_revision",
                Integer.toString(revision),
                "ce_messageid",
                messageId));
    }

    private static Map<String, String> with(Map<String, String> headers, String... more) {
        for (int index = 0; index < more.length; index += 2) {
            headers.put(more[index], more[index + 1]);
        }
        return headers;
    }

    @Test
    void saysWhatHappenedToWhichRowOfWhichOrganizationAndWhy() throws InterruptedException {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.start("worker-0", 1);
            worker.produce(List.of(Events.user("mu1", "created", "user_1", 10, "Ann", List.of())), 0);
            worker.produce(List.of(Events.organization("mo1", "created", "org_1", 20, "One")), 0);
            worker.produceTraced(
                    TRACE, Events.membership("mm1", "created", "orgmem_1", "org_1", "user_1", 30, "org:member"), 0);
            worker.produce(
                    List.of(Events.membership("mm2", "created", "orgmem_2", "org_1", "user_2", 30, "org:member")), 0);
            worker.awaitDrained();
            worker.produce(
                    List.of(Events.membership("mm3", "updated", "orgmem_1", "org_1", "user_1", 40, "org:admin")), 0);
            worker.awaitDrained();
            worker.produce(List.of(Events.membershipDeleted("mm4", "orgmem_1", "org_1", "user_1", 40, 50)), 0);
            worker.produce(List.of(Events.deleted("mo2", "organization", "org_1", 60)), 0);
            worker.awaitDrained();

            assertThat(of(worker, Resource.USER, "user_1"))
                    .containsExactly(with(
                            expected("user.created", "user_1", Events.BASE + 10, "mu1", 1),
                            "content-type",
                            "application/json"));
            assertThat(of(worker, Resource.ORGANIZATION_MEMBERSHIP, "orgmem_1"))
                    .containsExactly(
                            with(
                                    expected("organizationMembership.created", "orgmem_1", Events.BASE + 30, "mm1", 1),
                                    "content-type",
                                    "application/json",
                                    "ce_organizationid",
                                    "org_1",
                                    "traceparent",
                                    TRACE),
                            with(
                                    expected("organizationMembership.updated", "orgmem_1", Events.BASE + 40, "mm3", 2),
                                    "content-type",
                                    "application/json",
                                    "ce_organizationid",
                                    "org_1"),
                            with(
                                    expected("organizationMembership.deleted", "orgmem_1", Events.BASE + 40, "mm4", 3),
                                    "ce_organizationid",
                                    "org_1"));
            // A cascade's: caused by the owner's delete, and still the organization's.
            assertThat(of(worker, Resource.ORGANIZATION_MEMBERSHIP, "orgmem_2").getLast())
                    .isEqualTo(with(
                            expected("organizationMembership.deleted", "orgmem_2", Events.BASE + 60, "mo2", 2),
                            "ce_organizationid",
                            "org_1"));
            assertThat(of(worker, Resource.ORGANIZATION, "org_1").getLast())
                    .isEqualTo(with(
                            expected("organization.deleted", "org_1", Events.BASE + 60, "mo2", 2),
                            "ce_organizationid",
                            "org_1"));
        }
    }
}
