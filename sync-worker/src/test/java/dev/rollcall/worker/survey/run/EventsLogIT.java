package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.proving.servers.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A survey waits while the workers are behind, and ends where they do not get on. */
class EventsLogIT {

    private final String topic = "events-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()));
    private long nanos = Long.MAX_VALUE;
    private int pauses;

    @BeforeEach
    void create() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private void produced(int partition, int records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int record = 0; record < records; record++) {
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[1]));
            }
        }
    }

    private void applied(int partition, long offset) {
        try {
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** @param meanwhile what the workers do in the first pauses, of which each takes so long */
    private EventsLog log(Duration pause, Runnable... meanwhile) {
        return new EventsLog(admin, topic, group, () -> nanos, time -> {
            nanos += pause.toNanos();
            if (pauses < meanwhile.length) {
                meanwhile[pauses].run();
            }
            pauses++;
        });
    }

    @Test
    void thereIsRoomWhileTheWorkersAreHardlyBehind() throws Exception {
        produced(0, 600);
        produced(1, 400);

        log(Duration.ofSeconds(1)).awaitRoom();

        assertThat(pauses).isZero();
    }

    @Test
    void itWaitsUntilThereIsRoomAgain() throws Exception {
        produced(0, 1_500);
        produced(2, 1_500);

        log(Duration.ofSeconds(60), () -> applied(0, 1_500), () -> applied(2, 499), () -> applied(2, 500))
                .awaitRoom();

        assertThat(pauses).as("until no more than a thousand are left").isEqualTo(3);
    }

    @Test
    void fastWorkersHaveASecondOfTheirWorkAhead() throws Exception {
        produced(0, 6_000);
        EventsLog log = log(Duration.ofSeconds(1), () -> applied(0, 5_000), () -> applied(0, 5_001));
        log.awaitRoom();
        assertThat(pauses).isEqualTo(1);

        produced(0, 4_000);
        log.awaitRoom();
        assertThat(pauses).as("5,000 a second, so 5,000 may wait").isEqualTo(1);

        produced(0, 1);
        log.awaitRoom();
        assertThat(pauses).as("and no more").isEqualTo(2);
    }

    @Test
    void whatWasPublishedIsAwaitedToTheLastRecord() throws Exception {
        produced(0, 3);
        produced(1, 2);
        EventsLog log = log(Duration.ofSeconds(1), () -> applied(0, 3), () -> applied(1, 1), () -> applied(1, 2));

        log.awaitPast(log.ends());

        assertThat(pauses).isEqualTo(3);
    }

    @Test
    void aGroupThatDoesNotGetOnForTenMinutesEndsItAndThePartitionIsNamed() {
        produced(1, 2_001);
        applied(1, 1_000);
        EventsLog log = log(Duration.ofSeconds(61));

        assertThatThrownBy(log::awaitRoom)
                .isInstanceOf(SurveyStoppedException.class)
                .hasMessage("1,001 records of " + topic + " are not applied, and no worker has got on for 10 minutes"
                        + " (partition 1): look whether one runs, then run the same command again");

        assertThat(pauses).isEqualTo(10);
    }

    @Test
    void aGroupThatGetsOnSlowlyIsWaitedFor() throws Exception {
        produced(0, 1_003);
        applied(0, 0);

        log(Duration.ofMinutes(9), () -> applied(0, 1), () -> applied(0, 2), () -> applied(0, 3))
                .awaitRoom();

        assertThat(pauses).as("27 minutes, and never ten without a record").isEqualTo(3);
    }
}
