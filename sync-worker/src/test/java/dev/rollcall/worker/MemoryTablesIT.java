package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.apply.MemoryTables;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.progress.MemoryProgress;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulation's tables against PostgreSQL: the same batches, some of them delivered again, write and announce the same
 * on both sides. So what the simulation shows holds of the SQL too.
 */
class MemoryTablesIT {

    private static final int BATCHES = 60;
    private static final String ONLY_LIVE_ROWS = "where t.deleted_at is null";
    private static final String ONLY_NEWER_VERSIONS = "(t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id)";

    /** What a batch wrote and what came of each record, without what the two sides number by themselves. */
    private static List<String> told(Applied applied) {
        List<String> told = new ArrayList<>();
        applied.toAnnounce().stream().map(MemoryTablesIT::told).sorted().forEach(told::add);
        applied.outcomes().stream()
                .map(outcome -> outcome.record().source().partition() + "@"
                        + outcome.record().source().offset() + " " + outcome.outcome())
                .sorted()
                .forEach(told::add);
        return told;
    }

    private static String told(Written written) {
        return written.table() + " " + written.key().id() + " " + written.version() + " " + written.revision() + " "
                + written.writer().offset() + " " + written.owners() + " " + written.operation();
    }

    /** What is announced nowhere: the objects without a table, and whose they are. */
    private static List<String> others(MemoryTables tables) {
        return tables.rows(Table.OTHER_OBJECTS).entrySet().stream()
                .map(row -> "%s|%d|%s|%s|%s|%s"
                        .formatted(
                                row.getKey().id(),
                                row.getValue().version().updatedAtMillis(),
                                row.getValue().version().messageId(),
                                row.getValue().revision(),
                                row.getValue().ended(),
                                row.getValue().owners().joined()))
                .sorted()
                .toList();
    }

    private static List<String> others(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select concat_ws('|', id, sync_updated_at_ms, sync_message_id, sync_revision,
                                         case when deleted_at is null then 'false' else 'true' end,
                                         array_to_string(owners, ','))
                        from clerk.other_objects
                        """);
                ResultSet rows = select.executeQuery()) {
            List<String> others = new ArrayList<>();
            while (rows.next()) {
                others.add(rows.getString(1));
            }
            return others.stream().sorted().toList();
        }
    }

    /** How many batches came to different ends. */
    private static int differences(DataSource database, long seed) throws SQLException {
        Applying postgres = new Applying(database);
        MemoryTables tables = new MemoryTables(Set.of(), (table, row) -> false, (table, key, before, after) -> {});
        MemoryProgress progress = new MemoryProgress(false);
        RecordDecoder decoder = new RecordDecoder(Set.of(), Clock.systemUTC());
        Random random = new Random(seed);
        List<Fact> facts = CrashBetweenStepsIT.history(random);
        int differences = 0;
        for (int index = 0; index < BATCHES; index++) {
            List<Placed> placed = new ArrayList<>();
            for (int record = random.nextInt(8); record >= 0; record--) {
                Fact fact = facts.get(random.nextInt(facts.size()));
                placed.add(new Placed(Model.event(fact), random.nextInt(3)));
            }
            PolledBatch batch = postgres.batch(placed);
            for (int delivery = random.nextInt(3); delivery >= 0; delivery--) {
                List<String> expected = told(postgres.apply(batch));
                MemoryProgress.Session rows = progress.begin(name -> {});
                MemoryTables.Session session = tables.begin((name, exclusive) -> {}, 0);
                List<Decoded> decoded =
                        batch.records().stream().map(decoder::decode).toList();
                Applied applied = session.apply(BatchResolver.resolve(decoded), rows.lock(batch, partition -> 0));
                rows.advance(batch);
                session.commit();
                rows.commit();
                if (!told(applied).equals(expected) || !others(tables).equals(others(database))) {
                    differences++;
                }
            }
        }
        return differences;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSameBatchesWriteAndAnnounceTheSame(long seed) throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(differences(database.pool, seed)).isZero();
        }
    }

    /** One history may not have what a rule is for. */
    private static void assertFoundOut(UnaryOperator<String> sabotage) throws SQLException {
        int differences = 0;
        for (long seed = 1; seed <= 10 && differences == 0; seed++) {
            try (TestDatabase database = TestDatabase.create()) {
                differences = differences(ChangedStatements.of(database.pool, sabotage), seed);
            }
        }
        assertThat(differences).isPositive();
    }

    @Test
    void sqlWithoutTheVersionGuardIsFoundOut() throws SQLException {
        assertFoundOut(sql -> sql.replace(ONLY_NEWER_VERSIONS, "(-1::bigint, 0::bigint, '')"));
    }

    @Test
    void sqlThatBringsDeletedRowsBackIsFoundOut() throws SQLException {
        assertFoundOut(sql -> sql.replace(ONLY_LIVE_ROWS, "where true"));
    }

    @Test
    void sqlThatForgetsTheFormerOwnersOfAnObjectIsFoundOut() throws SQLException {
        assertFoundOut(sql -> sql.replace("rollcall.united_owners(t.owners, excluded.owners)", "excluded.owners"));
    }

    @Test
    void sqlThatForgetsTheOwnersOfOlderStatesIsFoundOut() throws SQLException {
        assertFoundOut(sql -> sql.replace("rollcall.united_owners(t.owners, named.owners)", "t.owners"));
    }

    @Test
    void sqlThatLeavesThePartsOfEndedObjectsIsFoundOut() throws SQLException {
        assertFoundOut(sql -> sql.replace(
                "rollcall.live_objects_of(?, ?, ?,", "rollcall.live_objects_of(?, ?::text[], (?::text[])[:0],"));
    }
}
