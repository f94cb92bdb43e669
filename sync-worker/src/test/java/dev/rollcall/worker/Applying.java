package dev.rollcall.worker;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.apply.BatchApplier;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The database half of a batch without Kafka: offsets are counted here, change events land in a list. */
final class Applying {

    private static final Uuid TOPIC = Uuid.randomUuid();

    /** The constructors are going away; there is no other way to make one without a consumer. */
    @SuppressWarnings("removal")
    private static final ConsumerGroupMetadata MEMBER = new ConsumerGroupMetadata("test");

    private final DataSource database;
    private final RecordDecoder decoder = new RecordDecoder(Set.of(), Clock.systemUTC());
    private final BatchApplier applier = new BatchApplier(Clock.systemUTC());
    private final Map<Integer, Long> ends = new LinkedHashMap<>();

    /** Every announced row version, in order. */
    final List<Written> feed = new ArrayList<>();

    Applying(DataSource database) {
        this.database = database;
    }

    /** One record and the partition it lies in. */
    record Placed(Events.Event event, int partition) {}

    synchronized PolledBatch batch(List<Placed> placed) {
        SequencedMap<TopicPartition, PolledBatch.Slice> slices = new LinkedHashMap<>();
        placed.stream().map(Placed::partition).distinct().sorted().forEach(partition -> {
            long start = ends.getOrDefault(partition, 0L);
            List<SourceRecord> records = new ArrayList<>();
            for (Placed one : placed) {
                if (one.partition() == partition) {
                    records.add(source(one, start + records.size()));
                }
            }
            ends.put(partition, start + records.size());
            slices.put(
                    new TopicPartition("events", partition),
                    new PolledBatch.Slice(start, start + records.size(), records));
        });
        return new PolledBatch(TOPIC, slices, MEMBER);
    }

    private static SourceRecord source(Placed placed, long offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, placed.event().messageId().getBytes(StandardCharsets.UTF_8));
        return new SourceRecord(new ConsumerRecord<>(
                "events",
                placed.partition(),
                offset,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                0,
                0,
                placed.event().key().getBytes(StandardCharsets.UTF_8),
                placed.event().bytes(),
                headers,
                Optional.empty()));
    }

    Applied apply(List<Placed> placed) throws SQLException {
        return apply(batch(placed));
    }

    /** As the pipeline does it, with the announcement at the point where Kafka would append it. */
    Applied apply(PolledBatch batch) throws SQLException {
        List<Decoded> decoded = batch.records().stream().map(decoder::decode).toList();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Progress progress = ProgressTable.lock(connection, batch, partition -> 0);
                Applied applied = applier.apply(connection, BatchResolver.resolve(decoded), progress);
                ProgressTable.advance(connection, batch, progress);
                synchronized (feed) {
                    feed.addAll(applied.toAnnounce());
                }
                connection.commit();
                return applied;
            } catch (SQLException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }
}
