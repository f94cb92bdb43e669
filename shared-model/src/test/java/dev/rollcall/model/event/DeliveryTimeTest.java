package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTimeTest {

    private static final long RECEIVED = 1_795_600_000_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @Test
    void fitsFromThreeDaysBeforeToFiveMinutesAfterTheReceipt() {
        assertThat(DeliveryTime.fits(RECEIVED, RECEIVED)).isTrue();
        assertThat(DeliveryTime.fits(RECEIVED - 72 * HOUR, RECEIVED)).isTrue();
        assertThat(DeliveryTime.fits(RECEIVED - 72 * HOUR - 1, RECEIVED)).isFalse();
        assertThat(DeliveryTime.fits(RECEIVED + 5 * MINUTE, RECEIVED)).isTrue();
        assertThat(DeliveryTime.fits(RECEIVED + 5 * MINUTE + 1, RECEIVED)).isFalse();
    }

    @Test
    void aTimeThatIsMissingFitsNothing() {
        assertThat(DeliveryTime.fits(0, RECEIVED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", "ins_000000000000000000000000000"})
    void clerkMadeIt(String id) {
        assertThat(InstanceId.isOfClerksForm(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ins_123",
                "",
                "ins_",
                "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0",
                "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0SX",
                "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0-",
                "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0_",
                "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0é",
                "Ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S",
                "user2g7np7Hrk0SN6kj5EDMLDaKNL0S"
            })
    void clerkDidNotMakeIt(String id) {
        assertThat(InstanceId.isOfClerksForm(id)).isFalse();
    }
}
