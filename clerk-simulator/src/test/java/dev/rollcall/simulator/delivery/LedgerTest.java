package dev.rollcall.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void countsAttemptsAndThoseAfterTheFirstApart() {
        ledger.attempt(1);
        ledger.attempt(2);
        ledger.attempt(3);
        ledger.refuse();
        ledger.refuse();
        assertThat(ledger.attempts()).isEqualTo(3);
        assertThat(ledger.retried()).isEqualTo(2);
        assertThat(ledger.refused()).isEqualTo(2);
    }

    @Test
    void isSettledWhenAsManyDeliveriesHaveEndedAsBegan() {
        assertThat(ledger.isSettled()).isTrue();
        for (int delivery = 0; delivery < 4; delivery++) {
            ledger.begin();
        }
        assertThat(ledger.begun()).isEqualTo(4);
        ledger.acknowledge("msg_1");
        ledger.giveUp("msg_2", 503);
        ledger.endForged(true);
        assertThat(ledger.isSettled()).isFalse();
        ledger.endForged(false);
        assertThat(ledger.isSettled()).isTrue();
        assertThat(ledger.acknowledged()).isEqualTo(1);
        assertThat(ledger.undelivered()).isEqualTo(1);
        assertThat(ledger.forgedRefused()).isEqualTo(1);
        assertThat(ledger.forgedAccepted()).isEqualTo(1);
    }

    @Test
    void aMessageThatAnotherDeliveryBroughtIsNotUndelivered() {
        ledger.giveUp("msg_1", 500);
        ledger.giveUp("msg_2", 0);
        ledger.giveUp("msg_3", 500);
        ledger.acknowledge("msg_1");
        assertThat(ledger.acknowledgedIds()).containsExactly("msg_1");
        assertThat(ledger.undeliveredIds()).containsExactlyInAnyOrder("msg_2", "msg_3");
        assertThat(ledger.lastStatuses()).isEqualTo(Map.of(500, 2L, 0, 1L));
    }
}
