package dev.rollcall.worker.copy.consume;

import dev.rollcall.startup.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The consumer of a loop. Members are static: after a restart they take their partitions back at once. The classic group
 * protocol, since with the newer one a member that was killed keeps its successor out until its session ends.
 */
public final class ConsumerSettings {

    /** A frozen worker loses its partitions after this; so does one that was stopped and not started again. */
    static final int SESSION_TIMEOUT_MILLIS = 15_000;

    static final int HEARTBEAT_INTERVAL_MILLIS = SESSION_TIMEOUT_MILLIS / 5;

    /** Also how long a rebalance waits for a member that does not come: more than the longest batch, no more than that. */
    static final int POLL_INTERVAL_MILLIS = 120_000;

    private ConsumerSettings() {}

    /** Partitions that are added to the topic are read after this at the latest. */
    private static final int METADATA_AGE_MILLIS = 30_000;

    public static Function<Joining, Consumer<byte[], byte[]>> consumers(
            KafkaClients kafka, LoopSettings loop, String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, loop.identity());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, loop.identity());
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, TellingAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, POLL_INTERVAL_MILLIS);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The loop knows where to go; a default could skip records in silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // Also makes a fetch of committed offsets wait for a transaction that is still open.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Several polls make a batch; see Gathering.
        settings.putAll(loop.memory().polls().settings());
        // After a seek the next fetch has to wait for the one under way.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        // What a silent broker can cost in one call.
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return joining -> {
            Map<String, Object> told = new HashMap<>(settings);
            told.put(TellingAssignor.TELLS, joining);
            return kafka.consumer(told);
        };
    }
}
