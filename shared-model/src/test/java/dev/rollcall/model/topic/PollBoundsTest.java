package dev.rollcall.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PollBoundsTest {

    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void aPollHasAsManyOfTheLargestEventsAsFitAndThreeBrokersShareWhatIsFetchedAhead() {
        PollBounds bounds = PollBounds.within(10L * PollBounds.LARGEST_EVENT, 3L * MEBIBYTE);
        assertThat(bounds).isEqualTo(new PollBounds(10, MEBIBYTE, MEBIBYTE));
        assertThat(bounds.fetchedAhead()).isEqualTo(3L * MEBIBYTE);
    }

    @Test
    void ofLittleMemoryARecordAndAQuarterOfAMebibyteIsTheLeast() {
        assertThat(PollBounds.within(1, 1)).isEqualTo(new PollBounds(1, 256 * KIBIBYTE, 256 * KIBIBYTE));
    }

    @Test
    void moreThanEnoughIsNotUsed() {
        assertThat(PollBounds.within(1L << 40, 1L << 40)).isEqualTo(new PollBounds(64, 2 * MEBIBYTE, 8 * MEBIBYTE));
    }

    @Test
    void besideOtherWorkEightRecordsAndAMebibyteOfEachBrokerAreEnough() {
        assertThat(PollBounds.small()).isEqualTo(new PollBounds(8, MEBIBYTE, MEBIBYTE));
    }

    @Test
    void theyAreSettingsOfAConsumer() {
        assertThat(new PollBounds(1, 2, 3).settings())
                .isEqualTo(Map.of("max.poll.records", 1, "max.partition.fetch.bytes", 2, "fetch.max.bytes", 3));
    }
}
