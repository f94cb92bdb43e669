package dev.rollcall.worker.copy.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the bytes and headers of a record are, decoding says what it is or why it cannot be understood, and never that
 * a defect of ours was met. {@code -Djqwik.tries.default=1000000} runs for long; a failure prints its seed.
 */
class DecoderFuzzTest {

    private static final RecordDecoder DECODER = new RecordDecoder(Set.of(), Clock.systemUTC());
    private static final String CANARY = "Canarybird";

    @SuppressWarnings("ArrayRecordComponent")
    record Hostile(byte @Nullable [] value, RecordHeaders headers) {

        SourceRecord record() {
            return new SourceRecord(new ConsumerRecord<>(
                    "clerk.events",
                    0,
                    0L,
                    1_700_000_000_000L,
                    TimestampType.CREATE_TIME,
                    0,
                    value == null ? 0 : value.length,
                    null,
                    value,
                    headers,
                    java.util.Optional.empty()));
        }

        @Override
        public String toString() {
            return value == null ? "null" : new String(Arrays.copyOf(value, Math.min(2_000, value.length)), UTF_8);
        }
    }

    @Property
    void decodingSaysWhatItIsOrWhyNot(@ForAll("records") Hostile hostile) {
        Decoded decoded = DECODER.decode(hostile.record());
        switch (decoded) {
            case Decoded.State state -> assertThat(state.key().id()).isNotEmpty();
            case Decoded.End end -> assertThat(end.key().id()).isNotEmpty();
            case Decoded.Ignored ignored -> assertThat(ignored.source()).isNotNull();
            case Decoded.Rejected rejected -> {
                assertThat(rejected.code()).isNotEqualTo(FailureCode.UNDECODABLE);
                assertThat(rejected.reason()).isNotEmpty().hasSizeLessThan(100).doesNotContain(CANARY);
            }
        }
        assertThat(DECODER.describe(hostile.record(), FailureCode.REFUSED_BY_DATABASE, "reason")
                        .reason())
                .isEqualTo("reason");
    }

    @Property
    void readingAnEnvelopeThrowsOnlyThatItIsNotUnderstood(@ForAll("records") Hostile hostile) {
        try {
            assertThat(EnvelopeReader.read(hostile.value()).type().value()).isNotEmpty();
        } catch (NotUnderstoodException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<Hostile> records() {
        return Arbitraries.randomValue(
                random -> new Hostile(random.nextInt(100) == 0 ? null : HostileEvents.body(random), headers(random)));
    }

    private static RecordHeaders headers(Random random) {
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of(EventHeaders.MESSAGE_ID, EventHeaders.RECEIVED_AT, EventHeaders.SOURCE)) {
            if (random.nextInt(10) == 0) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                headers.add(name, random.nextBoolean() ? noise : new byte[0]);
            } else if (random.nextInt(10) > 0) {
                headers.add(name, (name.equals(EventHeaders.RECEIVED_AT) ? "1700000000000" : "msg_1").getBytes(UTF_8));
            }
        }
        return headers;
    }
}
