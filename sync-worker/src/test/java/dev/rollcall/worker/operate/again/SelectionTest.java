package dev.rollcall.worker.operate.again;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code announce} is told to announce. */
class SelectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"users", "clerk.users"})
    void aTableIsNamedWithOrWithoutItsSchema(String table) {
        Selection selection = Selection.parse(table, List.of("user_2", "user_1", "user_2"), false);
        assertThat(selection.resource()).isEqualTo(Resource.USER);
        assertThat(selection.ids()).containsExactly("user_1", "user_2");
        assertThat(selection.describe()).isEqualTo("table=users ids=user_1,user_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other_objects", "user", "clerk", ""})
    void whatHasNoChangeTopicIsRefusedWithWhatHas(String table) {
        assertThatThrownBy(() -> Selection.parse(table, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "\"" + table + "\" has no change topic; write all, or one of organizations, users,")
                .hasMessageNotContaining("other_objects,");
    }

    @Test
    void allAreThoseThatHaveAChangeTopicOwnersFirst() {
        assertThat(Selection.all(true)).extracting(Selection::resource).containsExactly(Resource.values());
        assertThat(Selection.all(true).getFirst().describe()).isEqualTo("table=organizations ended=true");
        assertThat(Selection.all(false).getFirst().describe()).isEqualTo("table=organizations");
    }

    /** The audit is kept as long as the database. */
    @Test
    void theAuditNamesTwentyIdsAndCountsTheOthers() {
        List<String> ids = new ArrayList<>();
        for (int number = 11; number <= 30; number++) {
            ids.add("user_" + number);
        }
        assertThat(Selection.parse("users", ids, false).describe()).endsWith(",user_30");
        ids.add("user_31");
        ids.add("user_32");
        assertThat(Selection.parse("users", ids, true).describe()).endsWith(",user_30 and 2 more ended=true");
    }
}
