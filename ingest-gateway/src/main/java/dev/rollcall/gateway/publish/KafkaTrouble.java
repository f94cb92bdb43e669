package dev.rollcall.gateway.publish;

import dev.rollcall.model.failure.RepeatedFailures;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of Kafka's refusals: each is named once, with what to do, and then counted. */
final class KafkaTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTrouble.class);
    private static final String RIGHTS = "; docs/operating.md lists the rights";

    private final RepeatedFailures repeated = new RepeatedFailures(System::nanoTime);
    private final String topic;

    KafkaTrouble(String topic) {
        this.topic = topic;
    }

    /** Webhooks are not stored, for a reason in words. */
    void say(String problem) {
        OptionalLong times = repeated.happened(problem);
        if (times.isPresent()) {
            LOG.warn("webhooks are answered 503: {}{}", problem, RepeatedFailures.counted(times.getAsLong()));
        }
    }

    /** The same for an event that was not acknowledged; what is only slow is the breaker's to say. */
    void say(Exception failure) {
        String refusal = refusal(failure, topic, "WRITE");
        if (refusal != null) {
            say(refusal);
        }
    }

    /**
     * What is refused and what to do; null when the failure is no refusal.
     *
     * @param right what was asked for
     */
    static @Nullable String refusal(Throwable failure, String topic, String right) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case AuthenticationException credentials -> {
                    return "Kafka does not accept the gateway's credentials ("
                            + credentials.getClass().getSimpleName()
                            + "): check the user, its password and rollcall.kafka.properties";
                }
                case ClusterAuthorizationException cluster -> {
                    return "Kafka lets this user write to no topic: allow WRITE on the topic " + topic + RIGHTS;
                }
                case AuthorizationException denied -> {
                    return "Kafka refuses the topic " + topic + " to this user: allow " + right + " on it" + RIGHTS;
                }
                default -> {
                    // Deeper, perhaps.
                }
            }
        }
        return null;
    }

    /**
     * Whether the client fails every later record, whatever Kafka does: an idempotent producer that was refused while it
     * asked for its id stays so. It says it in the failure itself, or as the cause of one that is nothing but a Kafka
     * exception.
     */
    static boolean isHopeless(Exception failure) {
        return isFatal(failure)
                || (failure.getClass() == KafkaException.class
                        && (isFatal(failure.getCause()) || failure.getCause() instanceof AuthenticationException));
    }

    private static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof ClusterAuthorizationException
                || failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof UnsupportedVersionException;
    }
}
