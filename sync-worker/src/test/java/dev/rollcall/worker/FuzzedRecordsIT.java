package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.copy.decode.HostileEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Hostile bodies go the whole way: none holds a partition up, each is counted once, and the feed is still exact.
 * {@code -Drollcall.fuzz.records=100000} runs for long, {@code -Drollcall.fuzz.seed=1} repeats a run.
 */
class FuzzedRecordsIT {

    private static final long SEED = Long.getLong("rollcall.fuzz.seed", 4);
    private static final int RECORDS = Integer.getInteger("rollcall.fuzz.records", 600);

    @Test
    void hostileBodiesHoldNoPartitionUp() throws Exception {
        Random random = new Random(SEED);
        try (WorkerHarness worker = new WorkerHarness()) {
            produce(worker, random);
            worker.start();
            worker.awaitDrained();
            worker.assertCountersBalance();
            worker.assertFeedIsExact();
            assertThat(worker.failures)
                    .as("failures other than of the records' own, seed " + SEED)
                    .noneMatch(failure -> failure.kind() == FailureKind.UNKNOWN);
            assertThat(worker.deadLetterCodes()).as("seed " + SEED).doesNotContain("undecodable");
            assertThat(worker.ended).isEmpty();
        }
    }

    private static void produce(WorkerHarness worker, Random random) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                worker.kafka.bootstrapServers(),
                "compression.type",
                "lz4",
                "delivery.timeout.ms",
                60_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int index = 0; index < RECORDS; index++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        worker.topics.events(), ("k" + random.nextInt(50)).getBytes(), HostileEvents.body(random));
                record.headers().add("webhook-id", ("msg_" + random.nextInt(RECORDS)).getBytes());
                sent.add(producer.send(record));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }
}
