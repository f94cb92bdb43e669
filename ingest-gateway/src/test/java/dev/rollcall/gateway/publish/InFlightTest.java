package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight inFlight = new InFlight();

    @Test
    void boundsBytes() {
        int half = (int) (InFlight.MOST_BYTES / 2);
        assertThat(inFlight.tryAcquire(half)).isTrue();
        assertThat(inFlight.tryAcquire(half)).isTrue();
        assertThat(inFlight.tryAcquire(1)).isFalse();
        assertThat(inFlight.bytes()).isEqualTo(InFlight.MOST_BYTES);
        inFlight.release(half);
        assertThat(inFlight.tryAcquire(1)).isTrue();
    }

    @Test
    void whoIsRefusedHoldsNoRoom() {
        for (int count = 1; count < InFlight.MOST_EVENTS; count++) {
            assertThat(inFlight.tryAcquire(0)).isTrue();
        }
        assertThat(inFlight.tryAcquire((int) InFlight.MOST_BYTES + 1)).isFalse();
        assertThat(inFlight.bytes()).isZero();
        assertThat(inFlight.tryAcquire(0)).isTrue();
        assertThat(inFlight.tryAcquire(0)).isFalse();
    }

    @Test
    void boundsEventsEvenWhenTheyAreEmpty() {
        for (int count = 0; count < InFlight.MOST_EVENTS; count++) {
            assertThat(inFlight.tryAcquire(0)).isTrue();
        }
        assertThat(inFlight.tryAcquire(0)).isFalse();
        inFlight.release(0);
        assertThat(inFlight.tryAcquire(0)).isTrue();
    }
}
