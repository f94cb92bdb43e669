package dev.rollcall.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.Meaning.End;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.Meaning.Nothing;
import dev.rollcall.simulator.world.Meaning.State;
import dev.rollcall.simulator.world.Version;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeliveryOrderTest {

    private static final int EVENTS = 4_000;

    @Test
    void keepsTheOrderOfEventsWithoutFaults() {
        WorldSettings plain = WorldSettings.of(5, EVENTS);
        assertThat(messageIds(plain))
                .isEqualTo(World.of(plain).events().map(WebhookEvent::messageId).toList());
    }

    @Test
    void isTheSameForTheSameSettings() {
        assertThat(messageIds(with("all"))).isEqualTo(messageIds(with("all")));
    }

    @Test
    void everyEventSetsOutAtLeastOnce() {
        assertThat(messageIds(with("all")))
                .containsAll(World.of(with("all"))
                        .events()
                        .map(WebhookEvent::messageId)
                        .toList());
    }

    @Test
    void duplicatesAreTheSameMessageWithTheSameBytes() {
        Map<String, WebhookEvent> first = new HashMap<>();
        int repeated = 0;
        for (Delivery delivery : deliveries(with("duplicate"))) {
            WebhookEvent before = first.putIfAbsent(delivery.event().messageId(), delivery.event());
            if (before != null) {
                assertThat(delivery.event().body()).isEqualTo(before.body());
                repeated++;
            }
        }
        assertThat(repeated).isBetween(EVENTS / 50, EVENTS / 10);
    }

    @Test
    void whatIsLostNeverSetsOut() {
        WorldSettings settings = with("duplicate,lost-webhook,lost-delete,endpoint-disabled");
        DeliveryOrder order = DeliveryOrder.of(World.of(settings));
        Set<String> sent = new HashSet<>();
        order.forEachRemaining(delivery -> sent.add(delivery.event().messageId()));
        Set<String> all =
                World.of(settings).events().map(WebhookEvent::messageId).collect(Collectors.toSet());
        assertThat(order.lost()).doesNotContainAnyElementsOf(sent);
        assertThat(sent.size() + order.lost().size()).isEqualTo(all.size());
        assertThat(order.counts().get(Fault.ENDPOINT_DISABLED)).isEqualTo(EVENTS / 20);
        assertThat(order.counts().get(Fault.LOST_WEBHOOK)).isBetween(1L, EVENTS / 50L);
        assertThat(order.counts().get(Fault.LOST_DELETE)).isPositive();
    }

    @Test
    void replaysArriveLongAfter() {
        List<String> ids = messageIds(with("replay-old"));
        Map<String, Integer> first = new HashMap<>();
        int longest = 0;
        for (int place = 0; place < ids.size(); place++) {
            Integer before = first.putIfAbsent(ids.get(place), place);
            longest = before == null ? longest : Math.max(longest, place - before);
        }
        assertThat(longest).isGreaterThan(EVENTS / 4);
    }

    @Test
    void reorderShufflesAWindowAndHoldsSomeVeryLong() {
        List<String> natural =
                World.of(with("reorder")).events().map(WebhookEvent::messageId).toList();
        List<String> shuffled = messageIds(with("reorder"));
        Map<String, Integer> place = new HashMap<>();
        for (int index = 0; index < natural.size(); index++) {
            place.put(natural.get(index), index);
        }
        int moved = 0;
        int veryLate = 0;
        for (int index = 0; index < shuffled.size(); index++) {
            int late = index - place.getOrDefault(shuffled.get(index), 0);
            moved += late == 0 ? 0 : 1;
            veryLate += late > 200 ? 1 : 0;
        }
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(natural);
        assertThat(moved).isGreaterThan(EVENTS / 2);
        assertThat(veryLate).isBetween(1, EVENTS / 50);
    }

    @Test
    void tiesShareUpdatedAtAndSomeTheTimestampToo() {
        Map<Entity, Map<Long, Set<Version>>> versions = new HashMap<>();
        for (Delivery delivery : deliveries(with("tie"))) {
            if (delivery.event().meaning() instanceof State state) {
                versions.computeIfAbsent(state.entity(), entity -> new HashMap<>())
                        .computeIfAbsent(state.version().updatedAt(), millis -> new HashSet<>())
                        .add(state.version());
            }
        }
        List<Set<Version>> ties = versions.values().stream()
                .flatMap(times -> times.values().stream())
                .filter(tied -> tied.size() > 1)
                .toList();
        assertThat(ties).anyMatch(tied -> distinctEventTimes(tied) == 1);
        assertThat(ties).anyMatch(tied -> distinctEventTimes(tied) > 1);
    }

    @Test
    void updatesArriveAfterTheDeleteOfTheirObject() {
        assertThat(arrivals(with("update-after-delete"), "updated").afterDelete())
                .isGreaterThan(10);
        assertThat(arrivals(with("none"), "updated").afterDelete()).isZero();
    }

    @Test
    void deletesArriveBeforeTheCreationOfTheirObject() {
        assertThat(arrivals(with("delete-before-create"), "created").afterDelete())
                .isGreaterThan(10);
        assertThat(arrivals(with("none"), "created").afterDelete()).isZero();
    }

    @Test
    void membershipsArriveBeforeTheirOrganization() {
        assertThat(arrivals(with("membership-before-organization"), "created").beforeOwner())
                .isGreaterThan(10);
        assertThat(arrivals(with("none"), "created").beforeOwner()).isZero();
    }

    @Test
    void forgeriesAreThoseThatTheVerificationLooksFor() {
        List<String> forged = deliveries(with("forged")).stream()
                .filter(delivery -> delivery.forgery() != null)
                .map(delivery -> delivery.event().messageId())
                .toList();
        assertThat(forged)
                .hasSize(EVENTS / Forgeries.EVERY)
                .containsExactlyInAnyOrderElementsOf(Forgeries.allOf(with("forged"))
                        .map(Forgeries.Names::messageId)
                        .toList());
    }

    @Test
    void onlyForgeriesAreMeantToDoNothing() {
        assertThat(deliveries(with("all")))
                .allMatch(delivery ->
                        (delivery.forgery() != null) == (delivery.event().meaning() instanceof Nothing));
    }

    @Test
    void countsWhatEachFaultTouched() {
        DeliveryOrder order = DeliveryOrder.of(World.of(with("all")));
        long deliveries = 0;
        while (order.hasNext()) {
            order.next();
            deliveries++;
        }
        assertThat(order.counts().keySet()).isEqualTo(Fault.parse("all"));
        assertThat(order.counts().values()).allMatch(count -> count > 0);
        assertThat(order.known()).isEqualTo(deliveries);
    }

    private static WorldSettings with(String faults) {
        return WorldSettings.of(5, EVENTS).withFaults(Fault.parse(faults));
    }

    private static List<Delivery> deliveries(WorldSettings settings) {
        List<Delivery> deliveries = new ArrayList<>();
        DeliveryOrder.of(World.of(settings)).forEachRemaining(deliveries::add);
        return deliveries;
    }

    private static List<String> messageIds(WorldSettings settings) {
        return deliveries(settings).stream()
                .map(delivery -> delivery.event().messageId())
                .toList();
    }

    private static long distinctEventTimes(Set<Version> tied) {
        return tied.stream().map(Version::eventAt).distinct().count();
    }

    /** How many states of one verb arrive after the delete of their object, or before their organization. */
    private static Arrivals arrivals(WorldSettings settings, String verb) {
        Set<Entity> ended = new HashSet<>();
        Set<String> organizations = new HashSet<>();
        int afterDelete = 0;
        int beforeOwner = 0;
        for (Delivery delivery : deliveries(settings)) {
            if (delivery.event().meaning() instanceof End end) {
                ended.add(end.entity());
            } else if (delivery.event().meaning() instanceof State state
                    && delivery.event().type().endsWith(verb)) {
                afterDelete += ended.contains(state.entity()) ? 1 : 0;
                organizations.add(state.entity().id());
                boolean membership = state.entity().resource().equals("organizationMembership");
                String owner = String.valueOf(state.owners().organizationId());
                beforeOwner += membership && !organizations.contains(owner) ? 1 : 0;
            }
        }
        return new Arrivals(afterDelete, beforeOwner);
    }

    private record Arrivals(int afterDelete, int beforeOwner) {}
}
