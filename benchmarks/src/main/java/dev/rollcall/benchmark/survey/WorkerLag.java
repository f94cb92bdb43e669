package dev.rollcall.benchmark.survey;

import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the worker is behind a survey that publishes, looked at again and again. */
final class WorkerLag implements AutoCloseable {

    private record Look(long published, long behind) {}

    private final Admin admin;
    private final Topics topics;
    private final long publishedBefore;
    private final List<Look> looks = new ArrayList<>();

    WorkerLag(Servers servers) throws InterruptedException {
        admin = servers.admin();
        topics = servers.topics();
        publishedBefore = now().published();
    }

    void look() throws InterruptedException {
        looks.add(now());
    }

    /** Records of the events topic and of these those that the group has not committed, transaction markers included. */
    private Look now() throws InterruptedException {
        try {
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topics.events())).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .toList();
            // Committed offsets first: what is published between both questions counts as behind for one look.
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(topics.workerGroup())
                    .partitionsToOffsetAndMetadata()
                    .get();
            long ends = admin
                    .listOffsets(partitions.stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(end -> end.offset())
                    .sum();
            long applied = partitions.stream()
                    .map(committed::get)
                    .filter(Objects::nonNull)
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
            return new Look(ends, ends - applied);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the worker's lag cannot be read", failed);
        }
    }

    /** Looks between the first record of the survey and its last one. */
    private List<Look> whilePublishing() {
        long last = looks.isEmpty() ? 0 : looks.getLast().published();
        return looks.stream()
                .filter(look -> look.published() > publishedBefore && look.published() < last)
                .toList();
    }

    int looks() {
        return whilePublishing().size();
    }

    /** At how many of them the worker had nothing left to do. */
    long looksAtZero() {
        return whilePublishing().stream().filter(look -> look.behind() == 0).count();
    }

    long most() {
        return whilePublishing().stream().mapToLong(Look::behind).max().orElse(0);
    }

    @Override
    public void close() {
        admin.close();
    }
}
