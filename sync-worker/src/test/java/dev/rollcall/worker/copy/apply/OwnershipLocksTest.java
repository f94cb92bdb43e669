package dev.rollcall.worker.copy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Deliveries;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.copy.batch.Resolution;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which stripes a batch takes, and how. */
class OwnershipLocksTest {

    private static Collection<Boolean> exclusive(Events.Event... events) {
        return OwnershipLocks.stripesOf(resolution(events)).values();
    }

    private static Resolution resolution(Events.Event... events) {
        return Deliveries.resolved(List.of(events));
    }

    private static Events.Event membership() {
        return Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1, "org:member");
    }

    @Test
    void aChildSharesTheStripesOfItsOwners() {
        assertThat(exclusive(membership())).containsExactly(false, false, false);
    }

    @Test
    void anOwnersDeleteTakesItsStripeForItself() {
        assertThat(exclusive(Events.deleted("m1", "organization", "org_1", 1))).containsExactlyInAnyOrder(true, false);
        assertThat(exclusive(Events.deleted("m1", "user", "user_1", 1))).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void ofBothInOneBatchTheStrongerModeCounts() {
        assertThat(exclusive(membership(), Events.deleted("m2", "organization", "org_1", 2)))
                .containsExactlyInAnyOrder(true, false, false);
        assertThat(exclusive(Events.deleted("m2", "user", "user_1", 2), membership()))
                .containsExactlyInAnyOrder(true, false, false);
    }

    @Test
    void aPartOfAnObjectIsWrittenWhileNobodyEndsAnything() {
        List<OwnershipLocks.Stripe> shared = taken(false, Events.deleted("m1", "session", "sess_1", 1));
        assertThat(shared).hasSize(1);
        assertThat(taken(false, membership())).containsAll(shared);
        assertThat(taken(true, Events.event("m2", "session.touched", 1, "sess_1", "{\"id\":\"sess_1\"}")))
                .isEqualTo(shared);
        assertThat(exclusive(Events.event("m3", "passkey.touched", 1, "psk_1", "{\"id\":\"psk_1\"}")))
                .isEmpty();
    }

    private static List<OwnershipLocks.Stripe> taken(boolean exclusively, Events.Event event) {
        return OwnershipLocks.stripesOf(resolution(event)).entrySet().stream()
                .filter(stripe -> stripe.getValue() == exclusively)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void aStateOfAnOwnerTakesNone() {
        assertThat(exclusive(
                        Events.organization("m1", "created", "org_1", 1, "One"),
                        Events.user("m2", "created", "user_1", 1, "Ann", List.of())))
                .isEmpty();
    }

    @Test
    void stripesAreTakenInOneOrderWhateverTheOrderOfTheBatch() {
        Events.Event other = Events.membership("m2", "created", "orgmem_2", "org_2", "user_2", 1, "org:member");
        List<OwnershipLocks.Stripe> stripes = List.copyOf(
                OwnershipLocks.stripesOf(resolution(membership(), other)).keySet());
        assertThat(stripes)
                .isSorted()
                .hasSize(5)
                .isEqualTo(List.copyOf(OwnershipLocks.stripesOf(resolution(other, membership()))
                        .keySet()));
    }
}
