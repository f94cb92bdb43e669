package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaTroubleTest {

    @Test
    void onlyAProducerThatCanNeverWorkAgainIsGivenUp() {
        assertThat(KafkaTrouble.isHopeless(new ClusterAuthorizationException("no")))
                .isTrue();
        assertThat(KafkaTrouble.isHopeless(new ProducerFencedException("no"))).isTrue();
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
    }
}
