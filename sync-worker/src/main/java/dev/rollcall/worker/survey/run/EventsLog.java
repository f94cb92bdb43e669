package dev.rollcall.worker.survey.run;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import dev.rollcall.worker.survey.api.RequestBudget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;

/** How far the workers are in {@code clerk.events}. */
final class EventsLog {

    private static final long ANSWER_SECONDS = 20;
    private static final long MOST_LAG = 20_000;
    private static final long LEAST_LAG = 1_000;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STANDSTILL = Duration.ofMinutes(10);

    private final Admin admin;
    private final String topic;
    private final String group;
    private final LongSupplier nanoTime;
    private final RequestBudget.Sleeper sleeper;
    private long appliedBefore = -1;
    private long lookedAtNanos;
    private double perSecond;

    EventsLog(Admin admin, String topic, String group) {
        this(admin, topic, group, System::nanoTime, Thread::sleep);
    }

    EventsLog(Admin admin, String topic, String group, LongSupplier nanoTime, RequestBudget.Sleeper sleeper) {
        this.admin = admin;
        this.topic = topic;
        this.group = group;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    Uuid topicId() {
        return TopicDeclaration.idOf(admin, topic);
    }

    Map<Integer, Long> ends() throws InterruptedException {
        return offsets(OffsetSpec.latest());
    }

    private Map<Integer, Long> offsets(OffsetSpec which) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        int partitions = TopicDeclaration.shapeOf(admin, topic).partitions();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), which);
        }
        Map<Integer, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                answer(admin.listOffsets(asked).all()).entrySet()) {
            ends.put(end.getKey().partition(), end.getValue().offset());
        }
        return ends;
    }

    private Map<Integer, Long> committed() throws InterruptedException {
        Map<Integer, Long> committed = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : answer(
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .entrySet()) {
            OffsetAndMetadata offset = entry.getValue();
            if (offset != null && entry.getKey().topic().equals(topic)) {
                committed.put(entry.getKey().partition(), offset.offset());
            }
        }
        return committed;
    }

    /**
     * Waits until the group has passed all of these offsets.
     *
     * @throws SurveyStoppedException when it makes no progress for ten minutes
     */
    void awaitPast(Map<Integer, Long> ends) throws InterruptedException, SurveyStoppedException {
        awaitLag(ends, 0);
    }

    /**
     * Waits while the group is behind by more than one second of its own work: what it cannot apply need not be in Kafka
     * yet, and the feed of webhooks stays fresh.
     */
    void awaitRoom() throws InterruptedException, SurveyStoppedException {
        awaitLag(ends(), Math.min(MOST_LAG, Math.max(LEAST_LAG, (long) perSecond)));
    }

    private void awaitLag(Map<Integer, Long> ends, long most) throws InterruptedException, SurveyStoppedException {
        Map<Integer, Long> starts = new HashMap<>();
        long before = Long.MAX_VALUE;
        long giveUp = nanoTime.getAsLong() + STANDSTILL.toNanos();
        while (true) {
            Map<Integer, Long> committed = committed();
            if (!committed.keySet().containsAll(ends.keySet()) && starts.isEmpty()) {
                starts = offsets(OffsetSpec.earliest());
            }
            long left = 0;
            int behind = -1;
            for (Map.Entry<Integer, Long> end : ends.entrySet()) {
                long position = committed.getOrDefault(end.getKey(), starts.getOrDefault(end.getKey(), 0L));
                if (end.getValue() > position) {
                    left += end.getValue() - position;
                    behind = end.getKey();
                }
            }
            measured(committed.values().stream().mapToLong(Long::longValue).sum());
            if (left <= most) {
                return;
            }
            if (left < before) {
                before = left;
                giveUp = nanoTime.getAsLong() + STANDSTILL.toNanos();
            } else if (nanoTime.getAsLong() - giveUp > 0) {
                throw new SurveyStoppedException(
                        Plural.of(left, "record") + " of " + topic + (left == 1 ? " is" : " are")
                                + " not applied, and no worker has got on for " + STANDSTILL.toMinutes() + " minutes"
                                + " (partition " + behind
                                + "): look whether one runs, then run the same command again");
            }
            sleeper.sleep(LOOK);
        }
    }

    private void measured(long applied) {
        long now = nanoTime.getAsLong();
        if (appliedBefore >= 0 && applied > appliedBefore && now - lookedAtNanos > 0) {
            double latest = (applied - appliedBefore) * 1e9 / (now - lookedAtNanos);
            perSecond = perSecond == 0 ? latest : 0.7 * perSecond + 0.3 * latest;
        }
        if (applied != appliedBefore) {
            appliedBefore = applied;
            lookedAtNanos = now;
        }
    }

    private static <T> T answer(Future<T> asked) throws InterruptedException {
        try {
            return Objects.requireNonNull(asked.get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | java.util.concurrent.TimeoutException unanswered) {
            throw new TimeoutException("the cluster did not answer", unanswered);
        }
    }
}
