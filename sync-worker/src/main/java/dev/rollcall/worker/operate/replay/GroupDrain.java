package dev.rollcall.worker.operate.replay;

import dev.rollcall.model.terminal.Plural;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Waits until the workers have applied the log up to some offsets. */
final class GroupDrain {

    private static final long ANSWER_SECONDS = 10;

    private final Admin admin;
    private final String group;
    private final Duration patience;

    /** @param patience how long the group may go without progress */
    GroupDrain(Admin admin, String group, Duration patience) {
        this.admin = admin;
        this.group = group;
        this.patience = patience;
    }

    /**
     * @param starts of partitions that nothing was read of
     * @throws IllegalStateException when the group makes no progress
     */
    void await(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) throws InterruptedException {
        long before = Long.MAX_VALUE;
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            long left = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata offset = committed.get(end.getKey());
                long position = offset == null ? starts.getOrDefault(end.getKey(), 0L) : offset.offset();
                left += Math.max(0, end.getValue() - position);
            }
            if (left == 0) {
                return;
            }
            if (left < before) {
                before = left;
                giveUp = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException(
                        Plural.of(left, "record of clerk.events is", "records of clerk.events are")
                                + " not applied, and no worker has got on for " + patience.toSeconds()
                                + " s: look whether one runs");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException unanswered) {
            throw new org.apache.kafka.common.errors.TimeoutException("the cluster did not answer", unanswered);
        }
    }
}
