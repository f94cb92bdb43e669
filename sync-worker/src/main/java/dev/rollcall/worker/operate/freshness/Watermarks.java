package dev.rollcall.worker.operate.freshness;

import dev.rollcall.startup.kafka.AdminAnswer;
import dev.rollcall.worker.copy.metrics.PartitionGauges;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proves once a second up to when everything that was received is applied, and writes it into one row, also when there is
 * nothing to do.
 *
 * <p>A mark is the database's time, read before Kafka is asked where each partition ends. It is proven once the progress
 * rows have reached all of these ends. A partition that waits is not reached, so what it holds back ages the proof.
 * Whoever applies the records, every worker sees the same.
 */
public final class Watermarks {

    private static final Logger LOG = LoggerFactory.getLogger(Watermarks.class);

    /** Further back, each mark stands for more than a second. */
    private static final int MOST_MARKS = 120;

    /** What was proven before stays true. Of another topic it says nothing. */
    private static final String WRITE = """
            with gone as (delete from rollcall.watermarks where written_at < now() - interval '1 day' and worker <> ?)
            insert into rollcall.watermarks as w (worker, topic_id, received_until, heartbeat_at, heartbeat_interval_ms)
            values (?, ?, ?::timestamptz, to_timestamp(?::double precision / 1000), ?)
            on conflict (worker) do update
            set topic_id = excluded.topic_id, written_at = excluded.written_at,
                received_until = coalesce(excluded.received_until,
                                          case when w.topic_id = excluded.topic_id then w.received_until end),
                heartbeat_at = coalesce(excluded.heartbeat_at, w.heartbeat_at),
                heartbeat_interval_ms = coalesce(excluded.heartbeat_interval_ms, w.heartbeat_interval_ms)
            """;

    private record Mark(String at, long atMillis, Map<Integer, Long> ends) {}

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final DatabaseCheck check;
    private final Admin admin;
    private final String topic;
    private final String worker;
    private final SignOfLife life;
    private final PartitionGauges gauges;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private Map<Integer, ProgressTable.Position> seen = Map.of();
    private @Nullable Uuid topicId;
    private @Nullable String proven;
    private boolean failed;

    /**
     * @param check passed before each look
     * @param topic the events topic
     * @param worker this worker's instance
     */
    public Watermarks(
            DataSource database,
            DatabaseCheck check,
            Admin admin,
            String topic,
            String worker,
            SignOfLife life,
            PartitionGauges gauges) {
        this.check = check;
        jdbc = new JdbcTemplate(database);
        client = JdbcClient.create(jdbc);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.admin = admin;
        this.topic = topic;
        this.worker = worker;
        this.life = life;
        this.gauges = gauges;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    public void run() {
        try {
            check.requireToWrite();
            look();
            failed = false;
        } catch (SQLException
                | WrongDatabaseException
                | DataAccessException
                | TransactionException
                | KafkaException
                | IllegalStateException later) {
            check.note(later);
            // The answer ages meanwhile, which is what it is for.
            if (!failed) {
                LOG.warn(
                        "How fresh the copy is cannot be written now ({}); trying again",
                        later.getClass().getSimpleName());
            }
            failed = true;
        }
    }

    /** One look: what earlier marks have become, and a new one. */
    public synchronized void look() {
        TopicDeclaration.Identity now = TopicDeclaration.identityOf(admin, topic);
        if (!now.id().equals(topicId)) {
            marks.clear();
            gauges.forget();
            proven = null;
            seen = Map.of();
            topicId = now.id();
        }
        gauges.looking(now.partitions(), gauges.now());
        // In one transaction: what is read of one server must not be written into another that has lost commits.
        seen = Objects.requireNonNull(transaction.execute(status -> {
            Map<Integer, ProgressTable.Position> reached = progress(now.id());
            if (hasGoneBack(reached)) {
                marks.clear();
                proven = null;
            }
            marks.forEach(mark -> gaugeReached(mark, reached));
            // Taken at an earlier look, so that the topic is known to be still the same.
            proven = newestReached(reached, proven);
            write(now.id());
            return reached;
        }));
        long atMillis = gauges.now();
        // As text, so that it is written as it was read.
        String at =
                client.sql("select clock_timestamp()::text").query(String.class).single();
        marks.addLast(new Mark(at, atMillis, ends(now.partitions(), seen)));
        if (marks.size() > MOST_MARKS) {
            thin();
        }
    }

    private Map<Integer, ProgressTable.Position> progress(Uuid topicId) {
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<Map<Integer, ProgressTable.Position>>)
                connection -> ProgressTable.positions(connection, topicId)));
    }

    /** A restored database, or one that took over without the last commits: what was proven is of rows that are gone. */
    private boolean hasGoneBack(Map<Integer, ProgressTable.Position> progress) {
        return seen.entrySet().stream().anyMatch(before -> {
            ProgressTable.Position position = progress.get(before.getKey());
            return position == null || position.next() < before.getValue().next();
        });
    }

    private @Nullable String newestReached(Map<Integer, ProgressTable.Position> progress, @Nullable String before) {
        String newest = before;
        while (!marks.isEmpty() && isReached(marks.getFirst(), progress)) {
            newest = marks.removeFirst().at();
        }
        return newest;
    }

    /** Ends only rise, so a mark is reached before a later one is. */
    private static boolean isReached(Mark mark, Map<Integer, ProgressTable.Position> progress) {
        return mark.ends().entrySet().stream().allMatch(end -> isReached(end, progress));
    }

    private static boolean isReached(Map.Entry<Integer, Long> end, Map<Integer, ProgressTable.Position> progress) {
        ProgressTable.Position position = progress.get(end.getKey());
        return end.getValue() == 0 || (position != null && position.next() >= end.getValue());
    }

    /** A partition that waits ages; the others do not, though nothing is proven for the whole. */
    private void gaugeReached(Mark mark, Map<Integer, ProgressTable.Position> progress) {
        mark.ends().entrySet().stream()
                .filter(end -> isReached(end, progress))
                .forEach(end -> gauges.applied(end.getKey(), mark.atMillis()));
    }

    private Map<Integer, Long> ends(int partitions, Map<Integer, ProgressTable.Position> progress) {
        Map<TopicPartition, Long> latest = offsets(partitions, OffsetSpec.latest());
        // A partition whose records were all gone before one was applied has nothing to apply, whatever its end is.
        boolean unknown = latest.entrySet().stream()
                .anyMatch(end ->
                        end.getValue() > 0 && !progress.containsKey(end.getKey().partition()));
        Map<TopicPartition, Long> earliest = unknown ? offsets(partitions, OffsetSpec.earliest()) : Map.of();
        Map<Integer, Long> ends = new HashMap<>();
        latest.forEach(
                (partition, end) -> ends.put(partition.partition(), end.equals(earliest.get(partition)) ? 0L : end));
        return ends;
    }

    private Map<TopicPartition, Long> offsets(int partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), which);
        }
        Map<TopicPartition, ListOffsetsResultInfo> answer = AdminAnswer.of(
                admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all(),
                "DESCRIBE",
                List.of(topic));
        return answer.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private void write(Uuid topicId) {
        SignOfLife.Beat beat = life.last();
        client.sql(WRITE)
                .param(1, worker)
                .param(2, worker)
                .param(3, TopicDeclaration.stored(topicId))
                .param(4, proven, Types.VARCHAR)
                .param(5, beat == null ? null : beat.receivedAtMillis(), Types.BIGINT)
                .param(6, beat == null ? null : beat.intervalMillis(), Types.BIGINT)
                .update();
    }

    /** Every other one goes: a backlog of hours needs no more marks than one of minutes. */
    private void thin() {
        boolean keep = true;
        for (Iterator<Mark> each = marks.iterator(); each.hasNext(); keep = !keep) {
            each.next();
            if (!keep) {
                each.remove();
            }
        }
    }
}
