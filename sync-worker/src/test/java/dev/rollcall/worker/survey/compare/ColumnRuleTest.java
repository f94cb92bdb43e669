package dev.rollcall.worker.survey.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Each column of each table has a kind that somebody has chosen. */
class ColumnRuleTest {

    private static final Path CHOSEN = Path.of("src/test/resources/survey/columns.txt");

    /** A new column stands in the list before it is compared. With -Drollcall.update=true the list is written instead. */
    @Test
    void everyColumnIsInTheList() throws IOException {
        StringBuilder kinds = new StringBuilder();
        for (Resource resource : Resource.values()) {
            Table table = Table.ofResource(resource);
            for (Column column : table.columns()) {
                kinds.append(table.label())
                        .append('.')
                        .append(column.name())
                        .append(' ')
                        .append(ColumnRule.kindOf(resource, column.name())
                                .name()
                                .toLowerCase(Locale.ROOT))
                        .append('\n');
            }
        }
        if (Boolean.getBoolean("rollcall.update")) {
            Files.createDirectories(CHOSEN.resolveSibling(""));
            Files.writeString(CHOSEN, kinds);
        }
        assertThat(CHOSEN).content(StandardCharsets.UTF_8).isEqualTo(kinds.toString());
    }

    @Test
    void everyRuleIsOfAColumnThatThereIsOnceWithAReasonAndASource() {
        for (ColumnRule rule : ColumnRule.values()) {
            List<String> columns = Table.ofResource(rule.resource()).columns().stream()
                    .map(Column::name)
                    .toList();
            assertThat(columns).as("%s", rule).contains(rule.column());
            assertThat(rule.reason()).as("%s", rule).isNotBlank();
            assertThat(rule.source()).as("%s", rule).isNotBlank();
            assertThat(Arrays.stream(ColumnRule.values())
                            .filter(other -> other.resource() == rule.resource()
                                    && other.column().equals(rule.column())))
                    .hasSize(1);
        }
    }

    @Test
    void whatNoRuleNamesIsCompared() {
        assertThat(ColumnRule.kindOf(Resource.USER, "first_name")).isEqualTo(ColumnKind.COMPARED);
        assertThat(ColumnRule.kindOf(Resource.USER, "private_metadata")).isEqualTo(ColumnKind.COMPARED);
        assertThat(ColumnRule.kindOf(Resource.ORGANIZATION_MEMBERSHIP, "private_metadata"))
                .isEqualTo(ColumnKind.API_ONLY);
        assertThat(ColumnRule.columnsOf(Resource.SESSION, ColumnKind.API_ONLY)).containsExactly("tasks");
    }
}
