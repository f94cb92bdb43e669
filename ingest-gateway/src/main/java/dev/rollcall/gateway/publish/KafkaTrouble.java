package dev.rollcall.gateway.publish;

import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.startup.kafka.Refusal;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says about Kafka's refusals: each is named once, with what to do, and then counted. */
final class KafkaTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTrouble.class);

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

    /** The same for an event that was not acknowledged; mere slowness is left to the breaker's own log. */
    void say(Exception failure) {
        String refusal = Refusal.sentence(failure, topic, "WRITE");
        if (refusal != null) {
            say(refusal);
        }
    }

    /**
     * Whether the client fails every later record, whatever Kafka does: an idempotent producer that was refused its id
     * stays refused. That shows in the failure itself, or in the cause of a plain Kafka exception.
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
