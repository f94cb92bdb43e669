package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.CapturedLog;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaTroubleTest {

    @Test
    void onlyAProducerThatCanNeverWorkAgainIsGivenUp() {
        assertThat(KafkaTrouble.isHopeless(new ClusterAuthorizationException("no")))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new ProducerFencedException("no"))).isTrue();
        assertThat(KafkaTrouble.isHopeless(new InvalidProducerEpochException("no")))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new UnsupportedVersionException("no")))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new KafkaException("before", new ClusterAuthorizationException("no"))))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new KafkaException("before", new SaslAuthenticationException("no"))))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new KafkaException("closed"))).isFalse();
        assertThat(KafkaTrouble.isHopeless(new TimeoutException("late"))).isFalse();
        assertThat(KafkaTrouble.isHopeless(new TopicAuthorizationException(Set.of("clerk.events"))))
                .isFalse();
        assertThat(KafkaTrouble.isHopeless(new SaslAuthenticationException("no")))
                .isFalse();
        assertThat(KafkaTrouble.isHopeless(new KafkaException("before", new TimeoutException("late"))))
                .isFalse();
        assertThat(KafkaTrouble.isHopeless(new TimeoutException("late", new ClusterAuthorizationException("no"))))
                .isFalse();
    }

    @Test
    void aProblemThatLastsIsSaidOnceAndNotForEveryWebhook() {
        try (CapturedLog log = new CapturedLog()) {
            KafkaTrouble trouble = new KafkaTrouble("clerk.events");
            trouble.say("the topic clerk.events is missing");
            trouble.say("the topic clerk.events is missing");
            assertThat(log.linesOf(KafkaTrouble.class))
                    .containsExactly("webhooks are answered 503: the topic clerk.events is missing");
        }
    }

    @Test
    void aRefusalOfKafkaNamesTheRightThatIsMissing() {
        try (CapturedLog log = new CapturedLog()) {
            new KafkaTrouble("clerk.events").say(new TopicAuthorizationException(Set.of("clerk.events")));
            assertThat(log.linesOf(KafkaTrouble.class))
                    .singleElement()
                    .asString()
                    .startsWith("webhooks are answered 503: Kafka refuses the topic clerk.events to this user:"
                            + " allow WRITE on it");
        }
    }

    @Test
    void aKafkaThatIsOnlySlowIsNoRefusal() {
        try (CapturedLog log = new CapturedLog()) {
            new KafkaTrouble("clerk.events").say(new TimeoutException("late"));
            assertThat(log.linesOf(KafkaTrouble.class)).isEmpty();
        }
    }
}
