package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErasureIdsTest {

    @Test
    void aBlankedStateSortsAfterSendersSurveysAndEarlierOnes() {
        MessageId blanked = ErasureIds.newBlanked(999_999_999_999L);
        assertThat(blanked)
                .isGreaterThan(new MessageId("msg_zzz"))
                .isGreaterThan(new MessageId("~1795600000000"))
                .isLessThan(ErasureIds.newBlanked(1_000_000_000_000L));
    }

    @Test
    void eachKindIsTold() {
        MessageId blanked = ErasureIds.newBlanked(1);
        MessageId end = ErasureIds.newEnd();
        assertThat(ErasureIds.isOfBlanked(blanked)).isTrue();
        assertThat(ErasureIds.isOfBlanked(end)).isFalse();
        assertThat(ErasureIds.isOfEnd(end.value())).isTrue();
        assertThat(ErasureIds.isOfEnd(blanked.value())).isFalse();
    }
}
