package dev.rollcall.model.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.topic.EventOrigin;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Headers, columns and metrics hold these words: a new spelling is a new contract. */
class LabelsTest {

    @Test
    void failuresAreNamedInLowerCase() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::label))
                .containsExactly(
                        "empty",
                        "encoding",
                        "json",
                        "shape",
                        "duplicate_key",
                        "schema",
                        "version",
                        "wrong_instance",
                        "unbound_instance",
                        "headers",
                        "refused_by_database",
                        "change_too_large",
                        "undecodable");
        assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::label))
                .containsExactly("data", "transient", "unknown");
    }

    @Test
    void onlyARecordThatIsItselfAtFaultBecomesADeadLetter() {
        assertThat(FailureCode.values()).allMatch(code -> code.kind() == FailureKind.DATA);
    }

    @Test
    void whatHappenedAndWhoSaidItAreNamedInLowerCase() {
        assertThat(Arrays.stream(ChangeOperation.values()).map(ChangeOperation::label))
                .containsExactly("created", "updated", "deleted");
        assertThat(Arrays.stream(EventOrigin.values()).map(EventOrigin::label))
                .containsExactly("webhook", "replay", "backfill", "reconcile");
    }
}
