package dev.rollcall.worker.operate.console;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka how far the group is. Used by one thread; read by all. */
final class PartitionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);
    private static final long ANSWER_SECONDS = 5;

    private final Admin admin;
    private final String group;
    private final String topic;
    private final Clock clock;
    private volatile PartitionReading latest = PartitionReading.NOT_ASKED;

    PartitionWatch(Admin admin, String group, String topic, Clock clock) {
        this.admin = admin;
        this.group = group;
        this.topic = topic;
        this.clock = clock;
    }

    PartitionReading latest() {
        return latest;
    }

    void look() throws InterruptedException {
        try {
            latest = new PartitionReading(clock.millis(), true, true, lags());
        } catch (ExecutionException | TimeoutException | RuntimeException away) {
            LOG.debug("Kafka does not say how far the group is", away);
            latest = new PartitionReading(latest.atMillis(), true, false, latest.partitions());
        }
    }

    private List<PartitionReading.Lag> lags() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
        TopicDescription described = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .get(topic);
        for (TopicPartitionInfo partition :
                described == null ? List.<TopicPartitionInfo>of() : described.partitions()) {
            ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
            starts.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest());
        }
        Map<TopicPartition, ListOffsetsResultInfo> ended =
                admin.listOffsets(ends).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, ListOffsetsResultInfo> started =
                admin.listOffsets(starts).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, String> readers = readers();
        List<PartitionReading.Lag> lags = new ArrayList<>();
        ended.forEach((partition, end) -> {
            OffsetAndMetadata offset = committed.get(partition);
            ListOffsetsResultInfo start = started.get(partition);
            long first = start == null ? 0 : start.offset();
            long next = offset == null ? first : Math.max(first, offset.offset());
            lags.add(new PartitionReading.Lag(
                    partition.partition(), Math.max(0, end.offset() - next), readers.get(partition)));
        });
        lags.sort(Comparator.comparingInt(PartitionReading.Lag::partition));
        return lags;
    }

    private Map<TopicPartition, String> readers() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, String> readers = new HashMap<>();
        ConsumerGroupDescription described = admin.describeConsumerGroups(List.of(group))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .get(group);
        if (described != null) {
            for (MemberDescription member : described.members()) {
                member.assignment().topicPartitions().forEach(partition -> readers.put(partition, member.clientId()));
            }
        }
        return readers;
    }
}
