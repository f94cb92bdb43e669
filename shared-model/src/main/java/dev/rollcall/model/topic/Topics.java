package dev.rollcall.model.topic;

import dev.rollcall.model.clerk.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The topics of one Rollcall installation.
 *
 * @param prefix put before every name; '' except where several installations share a cluster, as in tests
 */
public record Topics(String prefix) {

    private static final int EVENT_PARTITIONS = 12;
    private static final int CHANGE_PARTITIONS = 3;
    private static final String LARGEST_EVENT = Integer.toString(1024 * 1024);
    /** An event of any size with the failure's headers, and compressed less well than its sender did. */
    private static final String LARGEST_DEAD_LETTER = Integer.toString(4 * 1024 * 1024);

    private static final String LARGEST_CHANGE = Integer.toString(4 * 1024 * 1024);

    /**
     * How changes are compressed, by their writer and by the topic: what every client reads without adding anything to it.
     * Measured and decided in {@code docs/decisions/0006-feed-compression.md}.
     */
    public static final String CHANGE_COMPRESSION = "gzip";

    /** The consumer group of the workers. */
    public String workerGroup() {
        return prefix + "rollcall-sync";
    }

    /** The signed bytes of every acknowledged delivery, by entity id. */
    public String events() {
        return prefix + "clerk.events";
    }

    /** The same bytes of what could not be applied, with the reason in the headers. */
    public String deadLetters() {
        return prefix + "clerk.events.dead-letter";
    }

    /** The current row of every live entity of a table, by entity id; a null value says that it ended. */
    public String changes(Resource resource) {
        return prefix + "clerk.changes." + resource.table();
    }

    /** Every topic as it must be declared; see section "Topics" of the operator's guide. */
    public List<TopicSpecification> all() {
        List<TopicSpecification> all = new ArrayList<>();
        all.add(new TopicSpecification(events(), EVENT_PARTITIONS, kept(Duration.ofDays(14), LARGEST_EVENT)));
        all.add(new TopicSpecification(
                deadLetters(), EVENT_PARTITIONS, kept(Duration.ofDays(28), LARGEST_DEAD_LETTER)));
        for (Resource resource : Resource.values()) {
            all.add(new TopicSpecification(changes(resource), CHANGE_PARTITIONS, compacted()));
        }
        return all;
    }

    private static Map<String, String> kept(Duration retention, String largest) {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(retention.toMillis()),
                "max.message.bytes",
                largest);
    }

    private static Map<String, String> compacted() {
        return Map.of(
                "cleanup.policy",
                "compact",
                "min.compaction.lag.ms",
                Long.toString(Duration.ofHours(24).toMillis()),
                "max.compaction.lag.ms",
                Long.toString(Duration.ofDays(7).toMillis()),
                "delete.retention.ms",
                Long.toString(Duration.ofDays(7).toMillis()),
                "max.message.bytes",
                LARGEST_CHANGE,
                "compression.type",
                CHANGE_COMPRESSION);
    }
}
