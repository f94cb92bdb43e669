package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventTimesTest {

    private static final MessageId MESSAGE = new MessageId("msg_1");
    private static final long RECEIVED = 1_700_000_000_000L;
    private static final long LATEST = RECEIVED + 24 * 60 * 60 * 1000L;

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1000",
        "1700000000,1700000000000",
        "99999999999,99999999999000",
        "100000000000,100000000000",
        "1700000000123,1700000000123",
        "9223372036854775807,9223372036854775807",
        "-1,-1000",
        "-9223372036854775808,-1000"
    })
    void anEnvelopesTimestampBelowAHundredBillionIsInSeconds(long sent, long millis) {
        assertThat(EventTimes.envelopeMillis(sent)).isEqualTo(millis);
    }

    @Test
    void tellsLiveMillisecondsFromTheSecondsOfExamples() {
        assertThat(EventTimes.isMillis(99_999_999_999L)).isFalse();
        assertThat(EventTimes.isMillis(100_000_000_000L)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'updated_at':5,'created_at':4,'created_at_ms':3} | 5",
                "{'updated_at':null,'created_at':4,'created_at_ms':3} | 4",
                "{'created_at':4} | 4",
                "{'created_at_ms':3} | 3",
                "{'updated_at':0,'created_at':4} | 0",
                "{} | 7"
            })
    void updatedAtFallsBackToTheTimesOfCreationAndThenToTheEnvelope(String data, long expected) {
        assertThat(EventTimes.versionOf(envelope(7, data), MESSAGE, RECEIVED))
                .isEqualTo(new EntityVersion(expected, 7, MESSAGE));
    }

    @Test
    void timesUpTo24HoursAfterTheReceiptAreBelieved() {
        assertThat(EventTimes.versionOf(envelope(LATEST, "{'updated_at':" + LATEST + "}"), MESSAGE, RECEIVED))
                .isEqualTo(new EntityVersion(LATEST, LATEST, MESSAGE));
        assertRefused(LATEST + 1, "{}", "timestamp is more than 24 h after the receipt");
        assertRefused(1, "{'updated_at':" + (LATEST + 1) + "}", "updated_at is more than 24 h after the receipt");
        assertRefused(1, "{'created_at':" + (LATEST + 1) + "}", "created_at is more than 24 h after the receipt");
    }

    @Test
    void negativeTimesAreRefused() {
        assertRefused(-1, "{}", "timestamp is negative");
        assertRefused(1, "{'updated_at':-1}", "updated_at is negative");
        assertRefused(1, "{'created_at_ms':-1}", "created_at_ms is negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'5'", "5.0", "1e3", "true", "[]", "{}", "9223372036854775808", "-9223372036854775809"})
    void whatIsNoWholeNumberIsRefusedAndNotPassedOver(String value) {
        assertRefused(
                1, "{'updated_at':" + value + ",'created_at':5}", "updated_at is not a whole number of milliseconds");
    }

    @Test
    void readsWholeNumbersAndTheirAbsence() {
        ObjectNode node = object("{'a':9223372036854775807,'b':null}");
        assertThat(EventTimes.wholeNumber("a", node.get("a"))).isEqualTo(Long.MAX_VALUE);
        assertThat(EventTimes.wholeNumber("b", node.get("b"))).isNull();
        assertThat(EventTimes.wholeNumber("c", node.get("c"))).isNull();
    }

    private static void assertRefused(long eventAt, String data, String reason) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> EventTimes.versionOf(envelope(eventAt, data), MESSAGE, RECEIVED))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.VERSION);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private static Envelope envelope(long eventAt, String data) {
        return new Envelope(new EventType("user.updated"), eventAt, true, null, object(data));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(json.replace('\'', '"'));
    }
}
