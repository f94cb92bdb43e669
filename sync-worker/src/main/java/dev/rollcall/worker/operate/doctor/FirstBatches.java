package dev.rollcall.worker.operate.doctor;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * How the oldest batch of each partition is compressed. No consumer exposes it, so the request is made here, through
 * the client's own network layer (and its TLS and SASL). One batch is enough: compaction keeps a batch's codec and the
 * order, so anything written before the codec changed comes first.
 */
final class FirstBatches implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LARGEST = 64 * 1024;
    private static final int WAIT_MILLIS = 500;
    /**
     * Compaction can leave nothing but transaction markers at a partition's beginning; later batches are not examined.
     */
    private static final int MOST_REQUESTS = 20;

    private final Admin admin;
    private final Metrics metrics = new Metrics();
    private final NetworkClient network;

    /** @param connection as for any Kafka client */
    FirstBatches(Admin admin, Map<String, Object> connection) {
        this.admin = admin;
        network = ClientUtils.createNetworkClient(
                new AdminClientConfig(connection),
                "rollcall-doctor",
                metrics,
                "rollcall-doctor",
                new LogContext(),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                PATIENCE_MILLIS,
                new ManualMetadataUpdater(),
                new DefaultHostResolver());
    }

    /**
     * The codec of each partition that has records, as Kafka names it: {@code none}, {@code gzip}, {@code lz4}.
     *
     * @throws RuntimeException when a broker refuses; as the client throws it
     */
    SortedMap<String, String> codecs(List<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException, IOException {
        Map<String, TopicDescription> described =
                admin.describeTopics(topics).allTopicNames().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        Map<TopicPartition, Node> leaders = new HashMap<>();
        for (TopicDescription topic : described.values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() != null) {
                    leaders.put(new TopicPartition(topic.name(), partition.partition()), partition.leader());
                }
            }
        }
        Map<TopicPartition, Long> starts = offsets(leaders, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(leaders, OffsetSpec.latest());
        SortedMap<String, String> codecs = new TreeMap<>();
        for (Map.Entry<TopicPartition, Node> one : leaders.entrySet()) {
            TopicPartition partition = one.getKey();
            TopicDescription topic = described.get(partition.topic());
            if (topic != null) {
                Place place = new Place(partition, topic.topicId(), one.getValue(), ends.getOrDefault(partition, 0L));
                codecOf(place, starts.getOrDefault(partition, 0L))
                        .ifPresent(codec -> codecs.put(partition.toString(), codec));
            }
        }
        return codecs;
    }

    private record Place(TopicPartition partition, Uuid topicId, Node leader, long end) {}

    private Optional<String> codecOf(Place place, long start) throws IOException {
        long offset = start;
        for (int request = 0; request < MOST_REQUESTS && offset < place.end(); request++) {
            long next = offset;
            for (RecordBatch batch : fetch(place, offset)) {
                if (!batch.isControlBatch()) {
                    return Optional.of(batch.compressionType().name);
                }
                next = batch.nextOffset();
            }
            if (next == offset) {
                return Optional.empty();
            }
            offset = next;
        }
        return Optional.empty();
    }

    private Iterable<? extends RecordBatch> fetch(Place place, long offset) throws IOException {
        if (!NetworkClientUtils.awaitReady(network, place.leader(), Time.SYSTEM, PATIENCE_MILLIS)) {
            throw new org.apache.kafka.common.errors.TimeoutException("a broker did not answer");
        }
        FetchRequest.Builder fetch = FetchRequest.Builder.forConsumer(
                        ApiKeys.FETCH.latestVersion(),
                        WAIT_MILLIS,
                        1,
                        Map.of(
                                place.partition(),
                                new FetchRequest.PartitionData(
                                        place.topicId(),
                                        offset,
                                        FetchRequest.INVALID_LOG_START_OFFSET,
                                        LARGEST,
                                        Optional.empty())))
                .setMaxBytes(LARGEST);
        ClientResponse answer = NetworkClientUtils.sendAndReceive(
                network,
                network.newClientRequest(place.leader().idString(), fetch, Time.SYSTEM.milliseconds(), true),
                Time.SYSTEM);
        FetchResponse response = (FetchResponse) answer.responseBody();
        response.error().maybeThrow();
        Map<Uuid, String> names = Map.of(place.topicId(), place.partition().topic());
        FetchResponseData.PartitionData data = response.responseData(
                        names, answer.requestHeader().apiVersion())
                .get(place.partition());
        if (data == null) {
            return List.of();
        }
        org.apache.kafka.common.protocol.Errors.forCode(data.errorCode()).maybeThrow();
        return FetchResponse.recordsOrFail(data).batches();
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, Node> partitions, OffsetSpec which)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.keySet().forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answered =
                admin.listOffsets(asked).all().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        answered.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    @Override
    public void close() {
        network.close();
        metrics.close();
    }
}
