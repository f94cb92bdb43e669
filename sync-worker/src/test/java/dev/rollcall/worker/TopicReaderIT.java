package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.prepare.kafka.TopicReader;
import dev.rollcall.worker.prepare.kafka.TopicReader.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One reader reads the same partitions again and again, as look-ups, dead letters and replays do. */
class TopicReaderIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RECORDS = 40;

    private final WorkerHarness worker = new WorkerHarness();
    private final TopicPartition first = new TopicPartition(worker.topics.events(), 0);
    private final TopicPartition second = new TopicPartition(worker.topics.events(), 1);

    @BeforeEach
    void fill() {
        for (TopicPartition partition : List.of(first, second)) {
            worker.produce(
                    IntStream.range(0, RECORDS)
                            .mapToObj(number -> Events.deleted("m" + number, "user", "user_" + number, number))
                            .toList(),
                    partition.partition());
        }
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void readsPartitionsAgainThatItHasReadToTheirEnd() throws Exception {
        try (TopicReader reader = open()) {
            Map<TopicPartition, Stretch> all = Map.of(first, new Stretch(0, RECORDS), second, new Stretch(0, 3));
            for (int again = 0; again < 3; again++) {
                assertThat(offsets(reader, all)).hasSize(RECORDS + 3);
            }
        }
    }

    @Test
    void readsBackwardsPieceByPiece() throws Exception {
        try (TopicReader reader = open()) {
            for (long from = RECORDS - 10; from >= 0; from -= 10) {
                assertThat(offsets(reader, Map.of(first, new Stretch(from, from + 10))))
                        .containsExactlyElementsOf(
                                LongStream.range(from, from + 10).boxed().toList());
            }
        }
    }

    @Test
    void endsWhenItsUserWantsNoMoreAndReadsOnFromAnywhere() throws Exception {
        try (TopicReader reader = open()) {
            List<Long> read = new ArrayList<>();
            reader.read(Map.of(first, new Stretch(0, RECORDS)), PATIENCE, record -> {
                read.add(record.offset());
                return read.size() < 5;
            });
            assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(offsets(reader, Map.of(first, new Stretch(30, 32)))).containsExactly(30L, 31L);
            assertThat(offsets(reader, Map.of(first, new Stretch(7, 7)))).isEmpty();
        }
    }

    private TopicReader open() {
        return TopicReader.open(TestClients.of(worker.kafka.bootstrapServers()));
    }

    private static List<Long> offsets(TopicReader reader, Map<TopicPartition, Stretch> stretches) throws Exception {
        List<Long> offsets = new ArrayList<>();
        reader.read(stretches, PATIENCE, record -> offsets.add(record.offset()));
        return offsets;
    }
}
