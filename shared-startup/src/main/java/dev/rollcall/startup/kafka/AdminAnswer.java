package dev.rollcall.startup.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what an admin client asked, and says which right is missing where Kafka refuses it. */
public final class AdminAnswer {

    private static final long LONGEST_SECONDS = 10;

    private AdminAnswer() {}

    /**
     * Kafka's answer.
     *
     * @param right that Kafka asks for, on all of the topics
     * @throws RightMissingException when it is missing; other failures as Kafka has them
     */
    public static <T> T of(KafkaFuture<T> future, String right, List<String> topics) {
        try {
            return future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                throw new RightMissingException(right, topics);
            }
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException unanswered) {
            throw new org.apache.kafka.common.errors.TimeoutException("the cluster did not answer", unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptException(interrupted);
        }
    }
}
