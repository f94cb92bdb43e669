package dev.rollcall.worker.copy.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PolledBatchTest {

    private static final int KEY = 4;

    @Test
    void countsKeyValueAndHeaders() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("events", 0, 7, new byte[3], new byte[100]);
        record.headers().add("name", "value".getBytes(StandardCharsets.UTF_8)).add("none", null);
        assertThat(new SourceRecord(record).bytes()).isEqualTo(3 + 100 + 4 + 5 + 4);
        assertThat(new SourceRecord(new ConsumerRecord<>("events", 0, 8, null, null)).bytes())
                .isZero();
    }

    @Test
    void isCutByBytesThoughItHasFewRecords() {
        PolledBatch limited = batch(List.of(List.of(400, 400, 400))).limitedTo(new BatchLimit(1000, 900));
        assertThat(limited.size()).isEqualTo(2);
        assertThat(limited.nextOffsets().values())
                .singleElement()
                .satisfies(next -> assertThat(next.offset()).isEqualTo(2));
    }

    @Test
    void givesOnePartitionWhatTheOthersCannotUse() {
        PolledBatch limited =
                batch(List.of(List.of(480), List.of(480), List.of(480))).limitedTo(new BatchLimit(8, 1024));
        assertThat(limited.size()).isEqualTo(2);
    }

    @Test
    void hasOneRecordWhateverItsSize() {
        PolledBatch limited = batch(List.of(List.of(5000, 10), List.of(10))).limitedTo(new BatchLimit(8, 1));
        assertThat(limited.records())
                .singleElement()
                .satisfies(record -> assertThat(record.offset()).isZero());
    }

    @Property
    void isAPrefixOfEachPartitionWithinBothLimitsAndNeverEmpty(
            @ForAll @Size(min = 1, max = 6) List<@Size(min = 1, max = 12) List<@IntRange(max = 600) Integer>> sizes,
            @ForAll @IntRange(min = 1, max = 40) int records,
            @ForAll @LongRange(min = 1, max = 4000) long bytes) {
        PolledBatch whole = batch(sizes);
        PolledBatch limited = whole.limitedTo(new BatchLimit(records, bytes));
        assertThat(limited.size()).isBetween(1, Math.max(1, records));
        assertThat(limited.size() == 1 || limited.bytes() <= bytes).isTrue();
        if (whole.size() <= records && whole.bytes() <= bytes) {
            assertThat(limited).isSameAs(whole);
        }
        limited.slices().forEach((partition, slice) -> {
            PolledBatch.Slice all = whole.slices().get(partition);
            assertThat(slice.start()).isEqualTo(all.start());
            assertThat(slice.records())
                    .isNotEmpty()
                    .isEqualTo(all.records().subList(0, slice.records().size()));
            assertThat(slice.next()).isEqualTo(slice.records().getLast().offset() + 1);
        });
    }

    /** @param sizes of the values, by partition */
    @SuppressWarnings("removal") // The constructors of the membership are going away; there is no other.
    private static PolledBatch batch(List<List<Integer>> sizes) {
        SequencedMap<TopicPartition, PolledBatch.Slice> slices = new LinkedHashMap<>();
        for (int partition = 0; partition < sizes.size(); partition++) {
            List<SourceRecord> records = new ArrayList<>();
            for (int size : sizes.get(partition)) {
                records.add(new SourceRecord(
                        new ConsumerRecord<>("events", partition, records.size(), new byte[KEY], new byte[size])));
            }
            slices.put(
                    new TopicPartition("events", partition),
                    new PolledBatch.Slice(0, records.size(), List.copyOf(records)));
        }
        return new PolledBatch(Uuid.ZERO_UUID, slices, new ConsumerGroupMetadata("group"));
    }
}
