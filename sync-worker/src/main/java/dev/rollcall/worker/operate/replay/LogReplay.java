package dev.rollcall.worker.operate.replay;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.restore.SchemaStamps;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Publishes records of {@code clerk.events} into it again. It reads up to where the log ended when it began, and leaves
 * out copies, so it never replays its own output; and it leaves out dead letters, which would only fail again and have
 * their own replay. The versions of the rows decide everything else, so nothing changes where nothing was lost.
 */
public final class LogReplay {

    private static final int CHUNK = 500;

    private static final String RESTORED =
            "Schema clerk had been restored alone: what came since is back as far as the log reaches, and doctor no longer"
                    + " warns. What is older than the log comes by reconcile --repair.";

    private final DataSource database;
    private final KafkaClients kafka;
    private final Topics topics;
    private final String group;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * @param group of the workers
     * @param patience how long they may go without progress
     */
    public LogReplay(
            DataSource database,
            KafkaClients kafka,
            Topics topics,
            String group,
            Duration patience,
            InstantSource clock) {
        this.clock = clock;
        this.database = database;
        this.kafka = kafka;
        this.topics = topics;
        this.group = group;
        this.patience = patience;
    }

    /** What a replay is about, counted before it begins. */
    public record Counted(long records, long replays, long deadLetters) {

        @Override
        public String toString() {
            return "%s to publish again; left out: %d that %s, %s"
                    .formatted(
                            Plural.of(records, "record"),
                            replays,
                            replays == 1 ? "is a replay" : "are replays",
                            Plural.of(deadLetters, "dead letter"));
        }
    }

    /** Where a record stands, as headers say it. */
    private record Place(String partition, String offset) {

        Place(int partition, long offset) {
            this(Integer.toString(partition), Long.toString(offset));
        }
    }

    private enum Kind {
        RECORD,
        REPLAY,
        DEAD_LETTER
    }

    /** Counts, and changes nothing. */
    public Counted count(Window window) throws SQLException, InterruptedException {
        try (LogReader log = new LogReader(kafka, topics.events())) {
            return count(log, window, log.ends(), deadLetters());
        }
    }

    private static Counted count(LogReader log, Window window, Map<TopicPartition, Long> ends, Set<Place> deadLetters)
            throws InterruptedException {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        log.read(window, ends, record -> counts.merge(kindOf(record, deadLetters), 1L, Long::sum));
        return new Counted(
                counts.getOrDefault(Kind.RECORD, 0L),
                counts.getOrDefault(Kind.REPLAY, 0L),
                counts.getOrDefault(Kind.DEAD_LETTER, 0L));
    }

    /**
     * Replays, and waits until the workers have applied it.
     *
     * @param say gets each line as it becomes known
     * @return how many were published
     */
    public long run(Window window, Pace pace, Actor actor, Consumer<String> say)
            throws SQLException, InterruptedException {
        try (LogReader log = new LogReader(kafka, topics.events());
                Admin admin = kafka.admin(Map.of())) {
            GroupDrain drain = new GroupDrain(admin, group, patience);
            Map<TopicPartition, Long> ends = log.ends();
            // What is still on its way would otherwise look like a change that the replay made.
            drain.await(log.starts(), ends);
            Set<Place> deadLetters = deadLetters();
            Counted counted = count(log, window, ends, deadLetters);
            say.accept(topics.events() + " " + window.describe() + ": " + counted);
            ContentHash before = ContentHash.of(database);
            say.accept("content before: " + before);
            long published = publish(log, window, ends, deadLetters, pace, actor, counted.records());
            Map<TopicPartition, Long> now = log.ends();
            say.accept("published " + Plural.of(published, "record") + "; waiting until all is applied");
            drain.await(log.starts(), now);
            ContentHash after = ContentHash.of(database);
            say.accept("content after:  " + after);
            say.accept(verdict(before, after, sum(now) - sum(ends) - published));
            if (window.to() == null && SchemaStamps.accept(JdbcClient.create(database), window.from()) != null) {
                say.accept(RESTORED);
            }
            return published;
        }
    }

    /** A replay never removes a row: where there are fewer, what has ended was erased meanwhile, as it would have been anyway. */
    private static String verdict(ContentHash before, ContentHash after, long others) {
        if (before.equals(after)) {
            return "Nothing changed.";
        }
        if (after.rows() < before.rows()) {
            return "The content changed, with "
                    + Plural.of(before.rows() - after.rows(), "row")
                    + " fewer: what has ended was erased meanwhile. Run it again: equal hashes say that nothing is"
                    + " missing.";
        }
        return others > 0
                ? "The content changed; " + Plural.of(others, "other record") + " arrived meanwhile."
                : "The content changed: the replay brought back what was missing.";
    }

    private long publish(
            LogReader log,
            Window window,
            Map<TopicPartition, Long> ends,
            Set<Place> deadLetters,
            Pace pace,
            Actor actor,
            long meant)
            throws SQLException, InterruptedException {
        audit(actor, AuditLog.Action.LOG_REPLAY_BEGUN, window, meant);
        long[] published = {0};
        try (EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
            log.read(window, ends, record -> {
                if (kindOf(record, deadLetters) == Kind.RECORD) {
                    pace.await();
                    publisher.republish(
                            record, new TopicPartition(record.topic(), record.partition()), record.offset());
                    if (++published[0] % CHUNK == 0) {
                        publisher.flush();
                    }
                }
            });
            publisher.flush();
        } finally {
            audit(actor, AuditLog.Action.LOG_REPLAY_DONE, window, published[0]);
        }
        return published[0];
    }

    private void audit(Actor actor, AuditLog.Action action, Window window, long count) {
        AuditLog.write(JdbcClient.create(database), actor, action, window.describe(), count, null);
    }

    /**
     * A copy names where its original stands, which is read itself. Only the copy of a dead letter is the one that
     * counts. What the worker's own commands published (an erasure's delete, say) is no copy.
     */
    private static Kind kindOf(ConsumerRecord<byte[], byte[]> record, Set<Place> deadLetters) {
        if (deadLetters.contains(new Place(record.partition(), record.offset()))) {
            return Kind.DEAD_LETTER;
        }
        String partition = text(record, EventHeaders.ORIGIN_PARTITION);
        String offset = text(record, EventHeaders.ORIGIN_OFFSET);
        if (!EventOrigin.REPLAY.label().equals(text(record, EventHeaders.ORIGIN))
                || partition == null
                || offset == null) {
            return Kind.RECORD;
        }
        return deadLetters.contains(new Place(partition, offset)) ? Kind.RECORD : Kind.REPLAY;
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Of the topic as it is now; a record whose line was erased is applied, or becomes a dead letter again. */
    private Set<Place> deadLetters() {
        Uuid topicId;
        try (Admin admin = kafka.admin(Map.of())) {
            topicId = TopicDeclaration.idOf(admin, topics.events());
        }
        return Set.copyOf(JdbcClient.create(database)
                .sql("""
                        select d.partition, d."offset" from rollcall.dead_letters d
                        join rollcall.progress p on p.id = d.writer where p.topic_id = ?
                        """)
                .param(TopicDeclaration.stored(topicId))
                .query((row, number) -> new Place(row.getInt(1), row.getLong(2)))
                .set());
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
