package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.startup.kafka.RightMissingException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka's own words were "null" and "Authorization failed.": nobody can do anything about either. */
class CommandFailureTest {

    @Test
    void aPortThatDoesNotAnswerSaysWhatItMayBe() {
        assertThat(CommandFailure.line(new TimeoutException(
                        "the cluster did not answer", new java.util.concurrent.TimeoutException())))
                .contains("KAFKA_BOOTSTRAP_SERVERS")
                .contains("security.protocol");
        assertThat(CommandFailure.line(new KafkaException("no", new DisconnectException("Cancelled"))))
                .contains("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void aRightThatIsMissingIsNamedWithItsTopics() {
        assertThat(CommandFailure.line(
                        new RightMissingException("CREATE", List.of("clerk.events", "clerk.changes.users"))))
                .contains("clerk.changes.users, clerk.events")
                .contains("allow CREATE");
        assertThat(CommandFailure.line(GroupAuthorizationException.forGroupId("rollcall-sync")))
                .contains("rollcall-sync")
                .contains("allow READ");
    }

    @Test
    void credentialsAndCertificatesAreToldApart() {
        assertThat(CommandFailure.line(new KafkaException(new SaslAuthenticationException("no"))))
                .contains("credentials");
        assertThat(CommandFailure.line(new SslAuthenticationException("no"))).contains("TLS");
    }

    static Stream<Exception> failuresWithoutWords() {
        return Stream.of(
                new RuntimeException(),
                new RuntimeException((String) null),
                new RuntimeException(" ", new IllegalStateException()),
                new KafkaException(new java.util.concurrent.TimeoutException()),
                new SQLException());
    }

    @ParameterizedTest
    @MethodSource("failuresWithoutWords")
    void neverSaysNull(Exception failed) {
        assertThat(CommandFailure.line(failed)).isNotBlank().doesNotContain("null");
    }

    @Test
    void theInnermostWordsAreSaidAndOneLineOfThem() {
        assertThat(CommandFailure.line(new RuntimeException("outer", new IllegalStateException("inner\nmore"))))
                .isEqualTo("inner");
        assertThat(CommandFailure.line(new RuntimeException("outer", new IllegalStateException())))
                .isEqualTo("outer");
        assertThat(CommandFailure.line(new RuntimeException("outer", new IllegalStateException(" \n "))))
                .isEqualTo("outer");
    }
}
