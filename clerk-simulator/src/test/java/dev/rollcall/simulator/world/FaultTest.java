package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void parsesAllNoneAndLists() {
        assertThat(Fault.parse("all"))
                .isEqualTo(EnumSet.complementOf(
                        EnumSet.of(Fault.LOST_WEBHOOK, Fault.LOST_DELETE, Fault.ENDPOINT_DISABLED)));
        assertThat(Fault.parse("all,lost-delete")).contains(Fault.LOST_DELETE, Fault.TIE);
        assertThat(Fault.parse("none")).isEmpty();
        assertThat(Fault.parse("")).isEmpty();
        assertThat(Fault.parse(" Duplicate, update-after-delete,replay-old"))
                .containsExactlyInAnyOrder(Fault.DUPLICATE, Fault.UPDATE_AFTER_DELETE, Fault.REPLAY_OLD);
    }

    @Test
    void namesWhatItDoesNotKnowAndWhatItDoes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("duplicate,chaos"))
                .withMessageContaining("\"chaos\"")
                .withMessageContaining("membership-before-organization");
    }
}
