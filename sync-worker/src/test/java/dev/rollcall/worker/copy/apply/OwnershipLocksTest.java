package dev.rollcall.worker.copy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Deliveries;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.copy.batch.Resolution;
import java.util.Collection;
import java.util.List;
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
        assertThat(exclusive(membership())).containsExactly(false, false);
    }

    @Test
    void anOwnersDeleteTakesItsStripeForItself() {
        assertThat(exclusive(Events.deleted("m1", "organization", "org_1", 1))).containsExactly(true);
        assertThat(exclusive(Events.deleted("m1", "user", "user_1", 1))).containsExactly(true);
    }

    @Test
    void ofBothInOneBatchTheStrongerModeCounts() {
        assertThat(exclusive(membership(), Events.deleted("m2", "organization", "org_1", 2)))
                .containsExactlyInAnyOrder(true, false);
        assertThat(exclusive(Events.deleted("m2", "user", "user_1", 2), membership()))
                .containsExactlyInAnyOrder(true, false);
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
                .hasSize(4)
                .isEqualTo(List.copyOf(OwnershipLocks.stripesOf(resolution(other, membership()))
                        .keySet()));
    }
}
