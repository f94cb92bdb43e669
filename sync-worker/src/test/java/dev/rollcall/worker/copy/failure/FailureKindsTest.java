package dev.rollcall.worker.copy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table in {@link FailureClassifier}, with the code and the label that come with it. */
class FailureKindsTest {

    private static final String SECRET = "Canarybird";

    static Stream<Exception> passing() {
        return Stream.of(
                new TimeoutException(SECRET),
                new NotEnoughReplicasException(SECRET),
                new TransactionAbortedException(SECRET),
                new CommitFailedException(SECRET),
                new RebalanceInProgressException(SECRET),
                new IllegalGenerationException(SECRET),
                new UnknownMemberIdException(SECRET),
                new FencedInstanceIdException(SECRET),
                new ProducerFencedException(SECRET),
                new InvalidProducerEpochException(SECRET),
                new SQLTransientConnectionException(SECRET, "42501"),
                new SocketTimeoutException(SECRET),
                new SocketException(SECRET),
                new ConnectException(SECRET));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPassesIsTransientAndNamedByItsClass(Exception failure) {
        Failure transientFailure =
                new Failure(FailureKind.TRANSIENT, null, failure.getClass().getSimpleName());
        assertThat(FailureClassifier.classify(failure)).isEqualTo(transientFailure);
        assertThat(FailureClassifier.classify(new KafkaException(failure))).isEqualTo(transientFailure);
        assertThat(FailureClassifier.classify(new RuntimeException(new IllegalStateException(failure))))
                .isEqualTo(transientFailure);
    }

    static Stream<Exception> tooLarge() {
        return Stream.of(new RecordTooLargeException(SECRET), new RecordBatchTooLargeException(SECRET));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void aChangeEventThatIsTooLargeIsTheRecordsOwnFault(Exception failure) {
        assertThat(FailureClassifier.classify(new KafkaException(failure)))
                .isEqualTo(new Failure(
                        FailureKind.DATA,
                        FailureCode.CHANGE_TOO_LARGE,
                        failure.getClass().getSimpleName()));
    }

    static Stream<Exception> unknown() {
        return Stream.of(
                new KafkaException(SECRET),
                new AuthenticationException(SECRET),
                new TopicAuthorizationException("topic"),
                new NullPointerException(SECRET),
                new IllegalStateException(SECRET),
                new IOException(SECRET),
                new SQLException(SECRET));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void everythingElseIsUnknownAndNamedByTheOutermostClass(Exception failure) {
        assertThat(FailureClassifier.classify(failure))
                .isEqualTo(new Failure(
                        FailureKind.UNKNOWN, null, failure.getClass().getSimpleName()));
    }

    @Test
    void aKafkaExceptionWithoutACauseEndsTheSearchAndOneWithACauseDoesNot() {
        assertThat(FailureClassifier.classify(new IllegalStateException(new KafkaException(SECRET))))
                .isEqualTo(new Failure(FailureKind.UNKNOWN, null, "KafkaException"));
        assertThat(FailureClassifier.classify(new KafkaException(new IllegalArgumentException(SECRET))))
                .isEqualTo(new Failure(FailureKind.UNKNOWN, null, "KafkaException"));
    }

    @ParameterizedTest
    @CsvSource({
        "21000,DATA",
        "22000,DATA",
        "22P02,DATA",
        "23000,DATA",
        "54001,DATA",
        "21001,UNKNOWN",
        "20000,UNKNOWN",
        "24000,UNKNOWN",
        "55000,UNKNOWN",
        "08000,TRANSIENT",
        "25P03,TRANSIENT",
        "40001,TRANSIENT",
        "40P01,TRANSIENT",
        "53200,TRANSIENT",
        "55P03,TRANSIENT",
        "57P03,TRANSIENT",
        "57014,TRANSIENT",
        "25006,UNKNOWN",
        "25P02,UNKNOWN",
        "25P01,UNKNOWN",
        "40002,UNKNOWN",
        "40000,UNKNOWN",
        "42P01,UNKNOWN",
        "42501,UNKNOWN",
        "28P01,UNKNOWN",
        "28000,UNKNOWN",
        "0A000,UNKNOWN",
        "XX000,UNKNOWN",
        "58030,UNKNOWN",
        "00000,UNKNOWN"
    })
    void aSqlStateHasItsKindAndOnlyDataHasACode(String sqlState, FailureKind kind) {
        assertThat(FailureClassifier.classify(new SQLException(SECRET, sqlState)))
                .isEqualTo(new Failure(
                        kind,
                        kind == FailureKind.DATA ? FailureCode.REFUSED_BY_DATABASE : null,
                        "SQLSTATE " + sqlState));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22", "0800", "220030"})
    void aSqlStateThatIsNoneSaysNothingAndTheCauseMay(String sqlState) {
        assertThat(FailureClassifier.classify(new SQLException(SECRET, sqlState)))
                .isEqualTo(new Failure(FailureKind.UNKNOWN, null, "SQLException"));
        assertThat(FailureClassifier.classify(new SQLException(SECRET, sqlState, new SocketException(SECRET))))
                .isEqualTo(new Failure(FailureKind.TRANSIENT, null, "SocketException"));
    }

    @Test
    void theFirstThatIsKnownDecides() {
        assertThat(FailureClassifier.classify(new SQLException(SECRET, "22003", new SocketException(SECRET))))
                .isEqualTo(new Failure(FailureKind.DATA, FailureCode.REFUSED_BY_DATABASE, "SQLSTATE 22003"));
        assertThat(FailureClassifier.classify(new KafkaException(new SQLException(SECRET, "40001"))))
                .isEqualTo(new Failure(FailureKind.TRANSIENT, null, "SQLSTATE 40001"));
    }

    @Test
    void noLabelRepeatsAMessage() {
        assertThat(Stream.of(passing(), tooLarge(), unknown())
                        .flatMap(failures -> failures)
                        .map(failure -> FailureClassifier.classify(failure).label()))
                .noneMatch(label -> label.contains(SECRET));
    }
}
