package dev.rollcall.worker.operate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class NewestEventsTest {

    private final NewestEvents newest = new NewestEvents();

    private static Decoded.Rejected dead(int index, String type, String entity) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("events", 0, index, null, new byte[] {'{'});
        record.headers().add(EventHeaders.EVENT_TYPE, type.getBytes(StandardCharsets.UTF_8));
        record.headers().add(EventHeaders.RECEIVED_AT, "900".getBytes(StandardCharsets.UTF_8));
        return new Decoded.Rejected(new SourceRecord(record), FailureCode.VERSION, "for the test", type, entity);
    }

    private void commit(List<Decoded.Rejected> dead) {
        newest.committed(
                new PolledBatch(Uuid.ZERO_UUID, new LinkedHashMap<>(), new ConsumerGroupMetadata("group")),
                new BatchResult(
                        new Resolution(Map.of(), dead, List.of()),
                        new Applied(List.of(), List.of()),
                        1_000,
                        Duration.ZERO));
    }

    @Test
    void keepsTheNewestOfABoundedNumberAndCountsAll() {
        for (int batch = 0; batch < 10; batch++) {
            commit(IntStream.range(0, 70)
                    .mapToObj(index -> dead(index, "user.updated", "user_" + index))
                    .toList());
        }
        NewestEvents.Look look = newest.after(0);
        assertThat(look.seen()).isEqualTo(700);
        assertThat(look.events()).hasSize(NewestEvents.REMEMBERED);
        assertThat(look.events().getLast().number()).isEqualTo(10L * NewestEvents.OF_BATCH);
        assertThat(look.events().getLast().entity()).isEqualTo("user_69");
        assertThat(newest.after(look.events().getLast().number()).events()).isEmpty();
    }

    @Test
    void showsOnlyWhatIsAnIdAndATypeByItsForm() {
        commit(List.of(dead(0, "zoe@example.com", "zoe@example.com"), dead(1, "user.updated", "user_1")));
        assertThat(newest.after(0).events())
                .extracting(NewestEvents.Event::type, NewestEvents.Event::entity, NewestEvents.Event::tookMillis)
                .containsExactly(
                        tuple(null, null, 100L),
                        tuple("user.updated", "user_1", 100L));
    }
}
