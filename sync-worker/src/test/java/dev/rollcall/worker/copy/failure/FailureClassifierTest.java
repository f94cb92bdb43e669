package dev.rollcall.worker.copy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import java.sql.SQLException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {

    @ParameterizedTest
    @CsvSource({
        "21000,DATA",
        "22003,DATA",
        "22P05,DATA",
        "23505,DATA",
        "54000,DATA",
        "08006,TRANSIENT",
        "25P03,TRANSIENT",
        "40001,TRANSIENT",
        "40P01,TRANSIENT",
        "53100,TRANSIENT",
        "53300,TRANSIENT",
        "55P03,TRANSIENT",
        "57014,TRANSIENT",
        "57P01,TRANSIENT",
        "25006,UNKNOWN",
        "42P01,UNKNOWN",
        "42501,UNKNOWN",
        "28P01,UNKNOWN",
        "0A000,UNKNOWN",
        "XX000,UNKNOWN"
    })
    void everySqlStateHasTheKindOfTheTable(String sqlState, FailureKind kind) {
        assertThat(FailureClassifier.classify(new RuntimeException(new SQLException("secret", sqlState))))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.label()).isEqualTo("SQLSTATE " + sqlState);
                });
    }

    @Test
    void aChangeThatIsTooLargeIsAsBadAsItsRecordAndADeadLetterIsNot() {
        RecordTooLargeException refusal = new RecordTooLargeException("too large");
        assertThat(FailureClassifier.classify(refusal))
                .isEqualTo(new Failure(FailureKind.DATA, FailureCode.CHANGE_TOO_LARGE, "RecordTooLargeException"));
        assertThat(FailureClassifier.classify(new DeadLetterRefusedException(refusal)))
                .isEqualTo(new Failure(FailureKind.UNKNOWN, null, "DeadLetterRefusedException"));
    }
}
