package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.operate.replay.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done about dead letters, for the command and the management API alike. A replay publishes the
 * exact record into {@code clerk.events} again; whether it changes anything is decided there, by the version of the
 * row, as for every other record.
 */
public final class DeadLetterOffice {

    private static final int CHUNK = 500;

    private final DataSource database;
    private final KafkaClients kafka;
    private final Topics topics;
    private final InstantSource clock;
    private final Forecaster forecaster;

    public DeadLetterOffice(DataSource database, KafkaClients kafka, Topics topics, InstantSource clock) {
        this.clock = clock;
        forecaster = new Forecaster(clock);
        this.database = database;
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * The result of a replay.
     *
     * @param replayed published again
     * @param gone not published: Kafka no longer has their bytes; they stay as they were
     */
    public record Replayed(long replayed, long gone) {}

    /** @param lettersPerGroup the most that are listed of one code and hour; all are counted */
    public Listing list(Filter filter, int lettersPerGroup) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return LetterTable.list(connection, filter, lettersPerGroup);
        }
    }

    /** How many match, by code, oldest code first. */
    public SequencedMap<String, Long> count(Filter filter) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return LetterTable.count(connection, filter);
        }
    }

    /**
     * Looks at one letter.
     *
     * @param values whether to show what the fields hold, which is personal data and is noted in the audit
     * @return empty when there is no such letter
     */
    public Optional<Examination> show(LetterId id, boolean values, Actor actor)
            throws SQLException, InterruptedException {
        DeadLetter letter;
        try (Connection connection = database.getConnection()) {
            Optional<DeadLetter> one = LetterTable.find(connection, id);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            letter = one.get();
            if (values) {
                AuditLog.write(connection, actor, Action.SHOW_VALUES, "id=" + id, 1, null);
            }
        }
        List<Found> found = new ArrayList<>();
        try (LetterRecords records = new LetterRecords(kafka, topics)) {
            records.find(List.of(letter), (one, record, topic) -> found.add(new Found(record, topic)));
        }
        if (found.isEmpty()) {
            return Optional.of(new Examination(letter, null, 0, null, null, false, List.of(), new Forecast.Gone()));
        }
        try (Connection connection = database.getConnection()) {
            return Optional.of(examine(connection, letter, found.getFirst(), values));
        }
    }

    private record Found(ConsumerRecord<byte[], byte[]> record, String topic) {}

    private Examination examine(Connection connection, DeadLetter letter, Found found, boolean values)
            throws SQLException {
        Decoded decoded = forecaster.decode(new SourceRecord(found.record()));
        Decoded.OfEntity event = decoded instanceof Decoded.OfEntity entity ? entity : null;
        PresentRow row = event == null ? null : PresentRow.read(connection, event);
        byte @Nullable [] body = found.record().value();
        return new Examination(
                letter,
                found.topic(),
                body == null ? 0 : body.length,
                event == null ? null : version(event.version()),
                row == null ? null : version(row.version()),
                row != null && row.ended(),
                FieldList.of(body, row == null ? null : row.content(), values),
                forecaster.forecast(connection, letter, decoded, row));
    }

    private static Examination.Version version(EntityVersion version) {
        return new Examination.Version(
                Instant.ofEpochMilli(version.updatedAtMillis()).toString(),
                Instant.ofEpochMilli(version.eventAtMillis()).toString(),
                version.messageId().value());
    }

    /**
     * Publishes letters again and marks them as replayed. An event that fails again becomes a new, open letter, and is
     * not part of this replay. A letter is marked after Kafka has acknowledged it, so a replay that ends early loses
     * nothing: at worst the next one publishes a record twice, which changes nothing.
     *
     * @param most the most records of this call
     */
    public Replayed replay(Filter filter, Pace pace, long most, Actor actor) throws SQLException, InterruptedException {
        Instant begun;
        try (Connection connection = database.getConnection()) {
            begun = LetterTable.now(connection);
            long meant = LetterTable.count(connection, filter).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            AuditLog.write(
                    connection, actor, Action.LETTERS_REPLAY_BEGUN, filter.describe(), Math.min(meant, most), null);
        }
        long replayed = 0;
        long gone = 0;
        try (LetterRecords records = new LetterRecords(kafka, topics);
                EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
            LetterId after = null;
            List<DeadLetter> chunk = chunk(filter, null, begun, most);
            while (!chunk.isEmpty()) {
                List<LetterId> published = publish(chunk, records, pace, publisher);
                mark(published, actor);
                replayed += published.size();
                gone += chunk.size() - published.size();
                after = chunk.getLast().id();
                chunk = chunk(filter, after, begun, most - replayed - gone);
            }
        } finally {
            try (Connection connection = database.getConnection()) {
                AuditLog.write(connection, actor, Action.LETTERS_REPLAY_DONE, filter.describe(), replayed, null);
            }
        }
        return new Replayed(replayed, gone);
    }

    /**
     * Replays the letters that waited for the database to be bound to an instance. Audited only when there were any,
     * since it runs repeatedly. What Kafka no longer has stays open, so that somebody sees it.
     */
    public Replayed replayAwaited(String instance, Actor actor) throws SQLException, InterruptedException {
        Filter filter = Filter.ofInstance(instance);
        Pace pace = Pace.of(Pace.OF_DEAD_LETTERS);
        long replayed = 0;
        long gone = 0;
        try (LetterRecords records = new LetterRecords(kafka, topics);
                EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
            Instant begun;
            try (Connection connection = database.getConnection()) {
                begun = LetterTable.now(connection);
            }
            List<DeadLetter> chunk = chunk(filter, null, begun, Long.MAX_VALUE);
            while (!chunk.isEmpty()) {
                List<LetterId> published = publish(chunk, records, pace, publisher);
                mark(published, actor);
                replayed += published.size();
                gone += chunk.size() - published.size();
                chunk = chunk(filter, chunk.getLast().id(), begun, Long.MAX_VALUE);
            }
        } finally {
            if (replayed > 0) {
                try (Connection connection = database.getConnection()) {
                    AuditLog.write(connection, actor, Action.LETTERS_REPLAY_DONE, filter.describe(), replayed, null);
                }
            }
        }
        return new Replayed(replayed, gone);
    }

    private List<DeadLetter> chunk(Filter filter, @Nullable LetterId after, Instant failedBy, long most)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return LetterTable.chunk(connection, filter, after, failedBy, Math.clamp(most, 0, CHUNK));
        }
    }

    private static List<LetterId> publish(
            List<DeadLetter> letters, LetterRecords records, Pace pace, EventPublisher publisher)
            throws InterruptedException {
        List<LetterId> published = List.copyOf(records.find(letters, (letter, record, topic) -> {
            pace.await();
            publisher.republish(record, letter.stood(), letter.id().offset());
        }));
        publisher.flush();
        return published;
    }

    private void mark(List<LetterId> ids, Actor actor) throws SQLException {
        if (!ids.isEmpty()) {
            try (Connection connection = database.getConnection()) {
                LetterTable.markReplayed(connection, ids, actor);
            }
        }
    }

    /** Marks letters as needing nothing; their bytes stay in Kafka. @return how many there were */
    public int discard(Filter filter, Reason reason, Actor actor) throws SQLException {
        if (filter.all()) {
            throw new IllegalArgumentException("only open letters can be discarded; leave out all");
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            int discarded = LetterTable.discard(connection, filter, actor, reason);
            AuditLog.write(connection, actor, Action.DISCARD, filter.describe(), discarded, reason);
            connection.commit();
            return discarded;
        }
    }
}
