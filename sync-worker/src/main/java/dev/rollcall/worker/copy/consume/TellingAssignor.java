package dev.rollcall.worker.copy.consume;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own, and says when its consumer joins, which no metric does: a member sends no heartbeats while it waits for the
 * others to join too, and is not lost meanwhile. Made by Kafka, of the class's name.
 */
public final class TellingAssignor extends CooperativeStickyAssignor implements Configurable {

    /** The setting of a consumer that has the {@link Joining} to tell. */
    static final String TELLS = "rollcall.joining";

    private @Nullable Joining joining;

    @Override
    public void configure(Map<String, ?> settings) {
        joining = (Joining) settings.get(TELLS);
    }

    @Override
    public @Nullable ByteBuffer subscriptionUserData(Set<String> topics) {
        if (joining != null) {
            joining.began();
        }
        return super.subscriptionUserData(topics);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata group) {
        super.onAssignment(assignment, group);
        if (joining != null) {
            joining.ended();
        }
    }
}
