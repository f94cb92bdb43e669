package dev.rollcall.model.event;

import static dev.rollcall.model.event.EventTimes.Unreadable.ABSENT;
import static dev.rollcall.model.event.EventTimes.Unreadable.REFUSED;
import static dev.rollcall.model.event.EventTimes.Unreadable.TIME_OF_EVENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

    private static final MessageId MESSAGE = new MessageId("msg_1");
    /** The year 2270. */
    private static final long FAR = 9_467_000_000_000L;

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
                "{} | 7000000000000"
            })
    void updatedAtFallsBackToTheTimesOfCreationAndThenToTheEnvelope(String data, long expected) {
        assertThat(EventTimes.versionOf(envelope("7000000000000", data), MESSAGE, FAR, REFUSED))
                .isEqualTo(new EntityVersion(expected, 7_000_000_000_000L, MESSAGE));
    }

    @Test
    void timesUpTo24HoursAfterTheReceiptAreBelieved() {
        assertThat(version(Long.toString(LATEST), "{'updated_at':" + LATEST + "}", REFUSED))
                .isEqualTo(new EntityVersion(LATEST, LATEST, MESSAGE));
        assertRefused(Long.toString(LATEST + 1), "{}", "timestamp is more than 24 h after the receipt");
        assertRefused("1", "{'updated_at':" + (LATEST + 1) + "}", "updated_at is more than 24 h after the receipt");
        assertRefused("1", "{'created_at':" + (LATEST + 1) + "}", "created_at is more than 24 h after the receipt");
        assertRefused("1", "{'updated_at':'2100-01-01T00:00:00Z'}", "updated_at is more than 24 h after the receipt");
    }

    @Test
    void negativeTimesAreRefused() {
        assertRefused("-1", "{}", "timestamp is negative");
        assertRefused("-9223372036854775808", "{}", "timestamp is negative");
        assertRefused("1", "{'updated_at':-1}", "updated_at is negative");
        assertRefused("1", "{'created_at_ms':-1}", "created_at_ms is negative");
        assertRefused("1", "{'updated_at':'1969-12-31T23:59:59Z'}", "updated_at is negative");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'5'",
                "'soon'",
                "''",
                "'2023-11-14'",
                "5.0",
                "1e3",
                "true",
                "[]",
                "{}",
                "9223372036854775808",
                "-9223372036854775809"
            })
    void whatIsNoTimeIsRefusedAndNotPassedOver(String value) {
        assertRefused(
                "1",
                "{'updated_at':" + value + ",'created_at':5}",
                "updated_at is neither a whole number of milliseconds nor a time in RFC 3339");
        if (!value.equals("[]") && !value.equals("{}")) {
            assertRefused(
                    value.replace('\'', '"'),
                    "{'updated_at':5}",
                    "timestamp is neither a whole number of milliseconds nor a time in RFC 3339");
        }
    }

    @Test
    void textInRfc3339IsThatInstant() {
        assertThat(version(
                        "\"2023-11-14T22:13:20.001Z\"",
                        "{'updated_at':'2023-11-14T22:13:20.123Z','created_at':5}",
                        REFUSED))
                .isEqualTo(new EntityVersion(RECEIVED + 123, RECEIVED + 1, MESSAGE));
    }

    @Test
    void aNumberThatIsSmallIsInSecondsAndATextNever() {
        assertThat(version("1700000000", "{}", REFUSED)).isEqualTo(new EntityVersion(RECEIVED, RECEIVED, MESSAGE));
        assertThat(version("\"1970-01-02T00:00:00Z\"", "{}", REFUSED))
                .isEqualTo(new EntityVersion(86_400_000, 86_400_000, MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'soon'", "-1", "4102444800000", "1.5", "[]"})
    void ofAnUnknownTypeTheEventsTimeCountsInsteadOfOneThatIsNone(String value) {
        assertThat(version("1699999999999", "{'updated_at':" + value + ",'created_at':5}", TIME_OF_EVENT))
                .isEqualTo(new EntityVersion(1_699_999_999_999L, 1_699_999_999_999L, MESSAGE));
        assertThat(version("1699999999999", "{'created_at':'2023-11-14T22:13:20Z'}", TIME_OF_EVENT))
                .isEqualTo(new EntityVersion(RECEIVED, 1_699_999_999_999L, MESSAGE));
        assertRefused("-1", "{}", "timestamp is negative", TIME_OF_EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'soon'", "-1", "4102444800000", "1.5", "[]"})
    void inADeleteATimeThatIsNoneIsAbsent(String value) {
        assertThat(version("1699999999999", "{'updated_at':" + value + ",'created_at':5}", ABSENT))
                .isEqualTo(new EntityVersion(5, 1_699_999_999_999L, MESSAGE));
        assertThat(version("-1", "{'updated_at':" + value + "}", ABSENT)).isEqualTo(new EntityVersion(0, 0, MESSAGE));
        assertThat(version("\"never\"", "{}", ABSENT)).isEqualTo(new EntityVersion(0, 0, MESSAGE));
    }

    @Test
    void withoutAnyTimeTheVersionIsTheFirst() {
        assertThat(version("null", "{}", REFUSED)).isEqualTo(new EntityVersion(0, 0, MESSAGE));
        assertThat(version("null", "{'updated_at':null,'created_at':5}", REFUSED))
                .isEqualTo(new EntityVersion(5, 0, MESSAGE));
        Envelope none = EnvelopeReader.read("{\"type\":\"user.updated\",\"data\":{}}".getBytes(UTF_8));
        assertThat(EventTimes.versionOf(none, MESSAGE, RECEIVED, REFUSED)).isEqualTo(new EntityVersion(0, 0, MESSAGE));
    }

    @Test
    void aTimeThatWasLostIsNotAbsent() {
        Envelope envelope = EnvelopeReader.read(
                ("{\"type\":\"user.updated\",\"data\":{\"updated_at\":" + "9".repeat(1_001) + ",\"created_at\":5}}")
                        .getBytes(UTF_8));
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> EventTimes.versionOf(envelope, MESSAGE, RECEIVED, REFUSED))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.VERSION));
        assertThat(EventTimes.versionOf(envelope, MESSAGE, RECEIVED, ABSENT).updatedAtMillis())
                .isEqualTo(5);
    }

    private static EntityVersion version(String timestamp, String data, EventTimes.Unreadable unreadable) {
        return EventTimes.versionOf(envelope(timestamp, data), MESSAGE, RECEIVED, unreadable);
    }

    private static void assertRefused(String timestamp, String data, String reason) {
        assertRefused(timestamp, data, reason, REFUSED);
    }

    private static void assertRefused(String timestamp, String data, String reason, EventTimes.Unreadable unreadable) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> version(timestamp, data, unreadable))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.VERSION);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private static Envelope envelope(String timestamp, String data) {
        return EnvelopeReader.read(
                ("{\"type\":\"user.updated\",\"timestamp\":" + timestamp + ",\"data\":" + data.replace('\'', '"') + "}")
                        .getBytes(UTF_8));
    }
}
