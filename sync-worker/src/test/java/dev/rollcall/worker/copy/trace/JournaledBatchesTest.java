package dev.rollcall.worker.copy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of dead letters, as often as the clock of the test says. */
class JournaledBatchesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final List<BatchResult> results = new ArrayList<>();
    private final JournaledBatches journaled =
            new JournaledBatches((batch, condemned, kafka, turn) -> results.removeFirst(), nanos::get);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(JournaledBatches.class);
    private long offset;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void listenNoLonger() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    private void batchOf(FailureCode... codes) throws SQLException {
        List<Decoded.Rejected> rejected = Arrays.stream(codes)
                .map(code -> new Decoded.Rejected(
                        new SourceRecord(new ConsumerRecord<>("events", 3, offset++, null, new byte[0])),
                        code,
                        "a reason",
                        "user.updated",
                        "user_1"))
                .toList();
        results.add(new BatchResult(
                new Resolution(Map.of(), rejected, List.of()), new Applied(List.of(), List.of()), 0, Duration.ZERO));
        journaled.process(null, null, null, null);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aDeadLetterIsSaidWithItsPlaceAndItsCode() throws SQLException {
        batchOf(FailureCode.SCHEMA);
        assertThat(said()).containsExactly("events-3 offset 0 became a dead letter: schema");
        assertThat(lines.list.getFirst().getKeyValuePairs().toString()).contains("user_1");
    }

    @Test
    void anEndpointThatSendsNothingElseHasALineAMinuteForEachCode() throws SQLException {
        for (int second = 0; second < 600; second++) {
            for (int batch = 0; batch < 10; batch++) {
                batchOf(FailureCode.SCHEMA, FailureCode.SCHEMA, FailureCode.VERSION);
            }
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(said()).hasSize(2 * 10);
        // 60 s of 10 batches with two each.
        assertThat(said()).anyMatch(line -> line.endsWith("schema (1200 times since this was last said)"));
    }

    @Test
    void aBatchWithoutDeadLettersIsNotSaid() throws SQLException {
        batchOf();
        assertThat(said()).isEmpty();
    }
}
