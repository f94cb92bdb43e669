package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.stack.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Fills a flat topic while Kafka Connect stands still, lets it go, and waits until the table holds everything. */
final class SinkDrain implements AutoCloseable {

    /** Some ten seconds: the question costs the sink a little of its time. */
    private static final int ASKED_BETWEEN = 500;

    /** A row as it has to be found. */
    private record Expected(String id, long updatedAt) {}

    private final SinkProcess sink;
    private final FlatTable table;
    private final Producer<byte[], byte[]> producer;
    private final Connection connection;
    private final PreparedStatement counted;
    private long bytes;
    private long records;

    /** The table must be there. */
    SinkDrain(Servers servers, SinkProcess sink, FlatTable table) throws SQLException {
        this.sink = sink;
        this.table = table;
        producer = servers.producer();
        connection = DriverManager.getConnection(servers.administratorUrl());
        counted = connection.prepareStatement("""
                select count(*) from %1$s t
                join unnest(?::text[], ?::bigint[]) as s(id, %2$s) on s.id = t.id and s.%2$s = t.%2$s""".formatted(table.name(), FlatTable.UPDATED_AT));
    }

    /** @return users a second */
    double run(String name, int round, int rows) throws InterruptedException, ExecutionException, SQLException {
        List<Expected> all = new ArrayList<>(rows);
        Map<Integer, Expected> last = new HashMap<>();
        sink.process().pause();
        try {
            produce(name, Change.ofRound(round, rows), all, last);
        } finally {
            sink.process().resume();
        }
        long begun = System.nanoTime();
        int asked = 0;
        // A task writes a partition in its order, so nothing is missing once the last row of each is there.
        while (written(last.values()) < last.size()) {
            if (++asked % ASKED_BETWEEN == 0) {
                sink.requireUnfailed(table);
            }
            Thread.sleep(20);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (written(all) < rows) {
            throw new IllegalStateException("the sink has passed over rows of " + table.name());
        }
        return rows / seconds;
    }

    /** The mean length of a record's value. */
    long recordBytes() {
        return bytes / records;
    }

    private void produce(String name, List<Change> changes, List<Expected> all, Map<Integer, Expected> last)
            throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(changes.size());
        for (Change change : changes) {
            UserRow row = UserRow.of(UserEvents.body(name, change.number(), change.version()), change.version());
            byte[] value = table.value(row);
            bytes += value.length;
            records++;
            all.add(new Expected(row.id(), FlatTable.updatedAt(row)));
            sent.add(producer.send(new ProducerRecord<>(table.name(), table.key(row), value)));
        }
        producer.flush();
        for (int index = 0; index < sent.size(); index++) {
            last.put(sent.get(index).get().partition(), all.get(index));
        }
    }

    private int written(Collection<Expected> rows) throws SQLException {
        counted.setArray(
                1,
                connection.createArrayOf("text", rows.stream().map(Expected::id).toArray()));
        counted.setArray(
                2,
                connection.createArrayOf(
                        "bigint", rows.stream().map(Expected::updatedAt).toArray()));
        try (ResultSet found = counted.executeQuery()) {
            found.next();
            return found.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        producer.close();
        connection.close();
    }
}
