package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class AdminAnswerTest {

    private static final List<String> TOPICS = List.of("clerk.events");

    private static String answer(KafkaFuture<String> future) {
        return AdminAnswer.of(future, "DESCRIBE", TOPICS);
    }

    private static KafkaFuture<String> failed(Throwable failure) {
        KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
        future.completeExceptionally(failure);
        return future;
    }

    @Test
    void isWhatKafkaAnswers() {
        assertThat(answer(KafkaFuture.completedFuture("12 partitions"))).isEqualTo("12 partitions");
    }

    @Test
    void aRightThatIsMissingIsNamedWithItsTopics() {
        assertThatExceptionOfType(RightMissingException.class)
                .isThrownBy(() -> answer(failed(new TopicAuthorizationException("no"))))
                .satisfies(missing -> {
                    assertThat(missing.right()).isEqualTo("DESCRIBE");
                    assertThat(missing.unauthorizedTopics()).isEqualTo(Set.copyOf(TOPICS));
                });
    }

    @Test
    void anyOtherFailureIsKafkasOwn() {
        UnknownTopicOrPartitionException unknown = new UnknownTopicOrPartitionException("no such topic");
        assertThatThrownBy(() -> answer(failed(unknown))).isSameAs(unknown);
        assertThatThrownBy(() -> answer(failed(new IOException("gone"))))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whoIsInterruptedStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> answer(new KafkaFutureImpl<>())).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
