package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.TestDatabase;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** How a survey reads the copy. */
class CopyRowsIT {

    /** More than the driver and PostgreSQL take until a plan is kept. */
    private static final int LOOKS = 20;

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    /** The plan that is made then stays when there are many rows, until they are analyzed for the first time. */
    @Test
    void anEmptyTableIsReadByItsKeyToo() throws Exception {
        List<String> ids =
                IntStream.range(0, 100).mapToObj(number -> "user_" + number).toList();
        try (Connection connection = database.connect("rollcall_sync")) {
            CopyRows rows = new CopyRows(new SingleConnectionDataSource(connection, true));
            Map<String, Long> before = TestDatabase.wholeReads(connection);
            for (int look = 0; look < LOOKS; look++) {
                List<CopyRows.Look> looks = new ArrayList<>();
                rows.at(Table.ofResource(Resource.USER), ids, Set.of(), looks::add);
                assertThat(looks).hasSize(1);
                assertThat(looks.getFirst().ids()).isEqualTo(ids);
                assertThat(looks.getFirst().rows()).isEmpty();
            }
            assertThat(TestDatabase.wholeReads(connection)).isEqualTo(before);
        }
    }

    /** In rows and in their children; a row that is more than a portion alone is one. */
    @Test
    void whatIsReadAtOnceIsBoundedByWhatPostgresqlPrints() {
        database.execute("""
                insert into clerk.users (id, public_metadata, sync_updated_at_ms, sync_event_at_ms, sync_message_id,
                                         sync_revision, sync_writer, sync_offset, sync_committed_at)
                select 'user_' || n, (select jsonb_agg(1e308) from generate_series(1, case n when 37 then 14000 else 1000 end)),
                       1, 1, 'm', 1, 1, 1, now()
                from generate_series(10, 59) n;
                insert into clerk.user_email_addresses (id, user_id, verification)
                select 'idn_' || side, 'user_' || n, (select jsonb_agg(1e308) from generate_series(1, 500))
                from generate_series(10, 59) n, generate_series(1, 2) side
                """);
        List<String> ids =
                IntStream.range(0, 70).mapToObj(number -> "user_" + number).toList();
        List<String> seen = new ArrayList<>();
        Map<String, Integer> found = new HashMap<>();
        List<Integer> sizes = new ArrayList<>();
        new CopyRows(database.pool).at(Table.ofResource(Resource.USER), ids, Set.of(), look -> {
            seen.addAll(look.ids());
            look.rows().forEach((id, row) -> found.put(id, textIn(row.content())));
            int size = look.rows().values().stream()
                    .mapToInt(row -> textIn(row.content()))
                    .sum();
            sizes.add(size);
            assertThat(size <= StoredContent.MOST_BYTES || look.ids().equals(List.of("user_37")))
                    .as("%d bytes of %s", size, look.ids())
                    .isTrue();
        });
        assertThat(seen).isEqualTo(ids);
        assertThat(found).hasSize(50);
        assertThat(found.get("user_37")).isGreaterThan(StoredContent.MOST_BYTES);
        found.remove("user_37");
        assertThat(found.values()).allMatch(size -> size > 2_000 * 309);
        // Six to a portion, of 27 and of 22; and one alone.
        assertThat(sizes).hasSize(5 + 1 + 4);
    }

    private static int textIn(Row row) {
        int text = 0;
        for (Column column : Table.ofResource(Resource.USER).columns()) {
            if (column.type() == ColumnType.JSON
                    && Table.ofResource(Resource.USER).valueOf(row, column.name()) instanceof String json) {
                text += json.length();
            }
        }
        ChildTable addresses = Table.ofResource(Resource.USER).children().stream()
                .filter(child -> child.field().equals("email_addresses"))
                .findFirst()
                .orElseThrow();
        for (Row address :
                row.children(Table.ofResource(Resource.USER).children().indexOf(addresses))) {
            for (int index = 0; index < addresses.columns().size(); index++) {
                text += address.value(index) instanceof String value ? value.length() : 0;
            }
        }
        return text;
    }
}
