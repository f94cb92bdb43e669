package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.TestDatabase;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
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
                assertThat(rows.at(Table.ofResource(Resource.USER), ids, Set.of())
                                .rows())
                        .isEmpty();
            }
            assertThat(TestDatabase.wholeReads(connection)).isEqualTo(before);
        }
    }
}
