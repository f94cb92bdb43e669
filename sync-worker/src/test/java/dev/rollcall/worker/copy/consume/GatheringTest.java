package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.topic.PollBounds;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.consume.Gathering.Gathered;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final TopicPartition OTHERS = new TopicPartition("events", 1);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int POLL = 8;
    private static final BatchLimit LARGE = new BatchLimit(1000, 1024 * 1024);

    private final Client client = new Client();
    private final Partitions partitions = new Partitions(
            new LoopSources(new NoStore(), () -> Uuid.ZERO_UUID, LoopClock.of(Clock.systemUTC())), () -> {});

    GatheringTest() {
        client.assign(List.of(EVENTS, OTHERS));
        client.updateBeginningOffsets(Map.of(EVENTS, 0L, OTHERS, 0L));
        client.setMaxPollRecords(POLL);
        partitions.seek(client, EVENTS, 0);
        partitions.seek(client, OTHERS, 0);
    }

    @Test
    void makesOneBatchOfSeveralPolls() {
        client.add(EVENTS, 100, 10);
        client.add(OTHERS, 20, 10);
        Gathered gathered = Objects.requireNonNull(gather(LARGE));
        assertThat(gathered.batch().size()).isEqualTo(120);
        assertThat(gathered.batch().slices().keySet()).containsExactly(EVENTS, OTHERS);
        assertThat(gathered.batch().nextOffsets().get(EVENTS))
                .extracting("offset")
                .isEqualTo(100L);
        assertThat(gathered.polled())
                .isEqualTo(Map.of(EVENTS, new Gathering.Span(0, 100), OTHERS, new Gathering.Span(0, 20)));
    }

    @Test
    void neverWaitsForMoreOnceThereIsAnEvent() {
        client.add(EVENTS, 1, 10);
        assertThat(Objects.requireNonNull(gather(LARGE)).batch().size()).isEqualTo(1);
        assertThat(client.timeouts).containsExactly(FIRST, Duration.ZERO);
    }

    @Test
    void pollsNoMoreThanItsRecordsSoThatNothingIsFetchedTwice() {
        client.add(EVENTS, 100, 10);
        Gathered gathered = Objects.requireNonNull(gather(new BatchLimit(20, LARGE.bytes())));
        assertThat(gathered.batch().size()).isEqualTo(16);
        assertThat(client.position(EVENTS)).isEqualTo(16);
    }

    @Test
    void pollsNoMoreThanItsBytes() {
        client.add(EVENTS, 100, 1000);
        Gathered gathered = Objects.requireNonNull(gather(new BatchLimit(1000, 20_000)));
        assertThat(gathered.batch().bytes()).isBetween(16_000L, 20_000L);
        assertThat(client.position(EVENTS)).isEqualTo(16);
    }

    @Test
    void cutsWhatOnePollHasTooMuchAndTellsHowFarTheConsumerWent() {
        client.add(EVENTS, 8, 1000);
        Gathered gathered = Objects.requireNonNull(gather(new BatchLimit(1000, 3_500)));
        assertThat(gathered.batch().size()).isEqualTo(3);
        assertThat(gathered.polled()).isEqualTo(Map.of(EVENTS, new Gathering.Span(0, 8)));
    }

    /** Another may have had the partitions meanwhile: an old membership would be refused, and the records are not ours. */
    @Test
    void dropsEverythingWhenTheMembershipChangesBetweenTwoPolls() {
        client.add(EVENTS, 20, 10);
        client.beforePoll(2, () -> client.generation = 8);
        assertThat(gather(LARGE)).isNull();
    }

    @Test
    void dropsEverythingWhenAPartitionIsTakenAwayBetweenTwoPolls() {
        client.add(EVENTS, 4, 10);
        client.add(OTHERS, 4, 10);
        client.beforePoll(2, () -> client.assign(List.of(OTHERS)));
        assertThat(gather(LARGE)).isNull();
    }

    /** What was gathered is behind the consumer's position: without its own it would be passed over in silence. */
    @Test
    void leavesNoPositionWhenALaterPollFails() {
        client.add(EVENTS, 20, 10);
        KafkaException failure = new AuthenticationException("expired");
        client.beforePoll(2, () -> client.setPollException(failure));
        assertThatThrownBy(() -> gather(LARGE)).isSameAs(failure);
        assertThat(partitions.of(EVENTS).position()).isNull();
        assertThat(partitions.of(OTHERS).position()).isNull();
    }

    private @Nullable Gathered gather(BatchLimit limit) {
        return new Gathering(
                        client,
                        partitions,
                        () -> Uuid.ZERO_UUID,
                        () -> client.poll(Duration.ZERO),
                        limit,
                        new PollBounds(POLL, 1024, 1024))
                .from(client.poll(FIRST));
    }

    /** Kafka's own stand-in for a consumer, with a membership. */
    private static final class Client extends MockConsumer<byte[], byte[]> {

        private final List<Duration> timeouts = new ArrayList<>();
        private int generation = 7;
        private int eventfulPoll;
        private Runnable event = () -> {};

        Client() {
            super("none");
        }

        void add(TopicPartition partition, int count, int bytes) {
            for (int offset = 0; offset < count; offset++) {
                addRecord(new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[bytes]));
            }
        }

        void beforePoll(int poll, Runnable what) {
            eventfulPoll = poll;
            event = what;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            timeouts.add(timeout);
            if (timeouts.size() == eventfulPoll) {
                event.run();
            }
            return super.poll(timeout);
        }

        @SuppressWarnings("removal")
        @Override
        public synchronized ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("sync", generation, "member", Optional.empty());
        }
    }

    private static final class NoStore implements Store {

        @Override
        public StoreTransaction begin(Runnable goesOn) {
            throw new IllegalStateException("nothing is stored here");
        }

        @Override
        public Map<Integer, ProgressTable.Position> positions(Uuid topicId) {
            return Map.of();
        }

        @Override
        public boolean controlWriteSucceeds() {
            return false;
        }
    }
}
