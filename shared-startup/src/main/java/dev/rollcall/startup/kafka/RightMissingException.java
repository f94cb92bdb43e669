package dev.rollcall.startup.kafka;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Kafka refuses what was asked of topics; its own message names neither them nor the right. */
public final class RightMissingException extends TopicAuthorizationException {

    private final String right;

    public RightMissingException(String right, List<String> topics) {
        super("Kafka refuses " + right + " on " + String.join(", ", topics), Set.copyOf(topics));
        this.right = right;
    }

    /** As Kafka's tools write it. */
    public String right() {
        return right;
    }
}
