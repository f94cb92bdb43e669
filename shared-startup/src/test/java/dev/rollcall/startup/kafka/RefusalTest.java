package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DelegationTokenAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private static final String RIGHTS = "; docs/kafka-rights.md lists the rights";
    private static final TopicAuthorizationException TOPIC = new TopicAuthorizationException(Set.of("clerk.events"));

    private static String sentence(Exception failed) {
        return String.valueOf(Refusal.sentence(failed, "rollcall-sync-0"));
    }

    @Test
    void everyRefusalNamesWhatIsRefusedAndWhatToAllow() {
        assertThat(sentence(GroupAuthorizationException.forGroupId("rollcall-sync")))
                .isEqualTo("Kafka refuses the consumer group rollcall-sync: allow READ on it" + RIGHTS);
        assertThat(sentence(new RightMissingException("CREATE", List.of("b", "a"))))
                .isEqualTo("Kafka refuses the topic a, b to this user: allow CREATE on it" + RIGHTS);
        assertThat(sentence(TOPIC))
                .isEqualTo("Kafka refuses the topic clerk.events: allow READ or WRITE, and DESCRIBE on it" + RIGHTS);
        assertThat(sentence(new TopicAuthorizationException("no")))
                .isEqualTo("Kafka refuses a topic: allow what is missing" + RIGHTS);
        assertThat(sentence(new TransactionalIdAuthorizationException("no")))
                .isEqualTo(
                        "Kafka refuses the transactional id rollcall-sync-0: allow WRITE and DESCRIBE on it" + RIGHTS);
        assertThat(Refusal.sentence(new TransactionalIdAuthorizationException("no"), null))
                .startsWith("Kafka refuses the transactional id of this client: ");
        assertThat(sentence(new ClusterAuthorizationException("no")))
                .isEqualTo("Kafka refuses the cluster, or every topic, to this user: allow what is missing" + RIGHTS);
        assertThat(sentence(new DelegationTokenAuthorizationException("no")))
                .isEqualTo("Kafka refuses this user something: allow what is missing" + RIGHTS);
    }

    @Test
    void credentialsAndCertificatesAreToldApartAndNotRepeated() {
        assertThat(sentence(new SaslAuthenticationException("password=x")))
                .isEqualTo("Kafka does not accept the credentials: check the user, its password and"
                        + " ROLLCALL_KAFKA_PROPERTIES_FILE");
        assertThat(sentence(new SslAuthenticationException("x")))
                .isEqualTo("the TLS handshake with Kafka failed: check the certificates, and"
                        + " ROLLCALL_KAFKA_PROPERTIES_FILE");
    }

    @Test
    void aClientOfOneTopicSaysWhichRightOnIt() {
        assertThat(Refusal.sentence(TOPIC, "clerk.events", "WRITE"))
                .isEqualTo("Kafka refuses the topic clerk.events to this user: allow WRITE on it" + RIGHTS);
        assertThat(Refusal.sentence(
                        new RightMissingException("DESCRIBE_CONFIGS", List.of("clerk.events")),
                        "clerk.events",
                        "WRITE"))
                .contains("allow DESCRIBE_CONFIGS on it");
        assertThat(Refusal.sentence(new KafkaException(new ClusterAuthorizationException("no")), "clerk.events", "X"))
                .isEqualTo("Kafka lets this user write to no topic: allow WRITE on the topic clerk.events" + RIGHTS);
        assertThat(Refusal.sentence(new SaslAuthenticationException("password=x"), "clerk.events", "WRITE"))
                .contains("credentials")
                .doesNotContain("password=x");
        assertThat(Refusal.sentence(new TimeoutException("late"), "clerk.events", "WRITE"))
                .isNull();
    }

    @Test
    void aRefusalIsFoundAtAnyDepth() {
        assertThat(Refusal.is(new KafkaException(new RuntimeException(TOPIC)))).isTrue();
        assertThat(Refusal.is(new SaslAuthenticationException("no"))).isTrue();
        assertThat(Refusal.is(new TimeoutException("late"))).isFalse();
        assertThat(Refusal.sentence(new TimeoutException("late"), null)).isNull();
    }

    @Test
    void onlyARefusalOfMoreThanTopicsEndsEveryBatch() {
        assertThat(Refusal.ofWhoAsks(TOPIC)).isFalse();
        assertThat(Refusal.ofWhoAsks(new GroupAuthorizationException("no"))).isTrue();
        assertThat(Refusal.ofWhoAsks(new SaslAuthenticationException("no"))).isTrue();
        assertThat(Refusal.ofWhoAsks(new TimeoutException("late"))).isFalse();
    }

    @Test
    void offsetsOfAReplacedMemberAreKnown() {
        assertThat(Refusal.ofMember(new KafkaException(new CommitFailedException())))
                .isTrue();
        assertThat(Refusal.ofMember(TOPIC)).isFalse();
    }
}
