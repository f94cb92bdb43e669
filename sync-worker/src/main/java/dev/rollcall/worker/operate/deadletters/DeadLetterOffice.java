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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Everything that can be done about dead letters, for the command and the management API alike. A replay publishes the
 * exact record into {@code clerk.events} again; whether it changes anything is decided there, by the version of the
 * row, as for every other record.
 */
public final class DeadLetterOffice {

    private static final int CHUNK = 500;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final KafkaClients kafka;
    private final Topics topics;
    private final InstantSource clock;
    private final Forecaster forecaster;

    public DeadLetterOffice(DataSource database, KafkaClients kafka, Topics topics, InstantSource clock) {
        this.clock = clock;
        forecaster = new Forecaster(clock);
        this.database = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
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
    public Listing list(Filter filter, int lettersPerGroup) {
        return LetterTable.list(database, filter, lettersPerGroup);
    }

    /** How many match, by code, oldest code first. */
    public SequencedMap<String, Long> count(Filter filter) {
        return LetterTable.count(database, filter);
    }

    /**
     * Looks at one letter.
     *
     * @param values whether to show what the fields hold, which is personal data and is noted in the audit
     * @return empty when there is no such letter
     */
    public Optional<Examination> show(LetterId id, boolean values, Actor actor) throws InterruptedException {
        Optional<DeadLetter> one = LetterTable.find(database, id);
        if (one.isEmpty()) {
            return Optional.empty();
        }
        DeadLetter letter = one.get();
        if (values) {
            AuditLog.write(database, actor, Action.SHOW_VALUES, "id=" + id, 1, null);
        }
        List<Found> found = new ArrayList<>();
        try (LetterRecords records = new LetterRecords(kafka, topics)) {
            records.find(List.of(letter), (same, record, topic) -> found.add(new Found(record, topic)));
        }
        if (found.isEmpty()) {
            return Optional.of(new Examination(letter, null, 0, null, null, false, List.of(), new Forecast.Gone()));
        }
        return Optional.of(examine(letter, found.getFirst(), values));
    }

    private record Found(ConsumerRecord<byte[], byte[]> record, String topic) {}

    private Examination examine(DeadLetter letter, Found found, boolean values) {
        Decoded decoded = forecaster.decode(new SourceRecord(found.record()));
        Decoded.OfEntity event = decoded instanceof Decoded.OfEntity entity ? entity : null;
        PresentRow row = event == null ? null : PresentRow.read(database, event);
        byte @Nullable [] body = found.record().value();
        return new Examination(
                letter,
                found.topic(),
                body == null ? 0 : body.length,
                event == null ? null : version(event.version()),
                row == null ? null : version(row.version()),
                row != null && row.ended(),
                FieldList.of(body, row == null ? null : row.content(), values),
                forecaster.forecast(database, letter, decoded, row));
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
    public Replayed replay(Filter filter, Pace pace, long most, Actor actor) throws InterruptedException {
        Instant begun = LetterTable.now(database);
        long meant = LetterTable.count(database, filter).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        AuditLog.write(database, actor, Action.LETTERS_REPLAY_BEGUN, filter.describe(), Math.min(meant, most), null);
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
            AuditLog.write(database, actor, Action.LETTERS_REPLAY_DONE, filter.describe(), replayed, null);
        }
        return new Replayed(replayed, gone);
    }

    /**
     * Replays the letters that waited for the database to be bound to an instance. Audited only when there were any,
     * since it runs repeatedly. What Kafka no longer has stays open, so that somebody sees it.
     */
    public Replayed replayAwaited(String instance, Actor actor) throws InterruptedException {
        Filter filter = Filter.ofInstance(instance);
        Pace pace = Pace.of(Pace.OF_DEAD_LETTERS);
        long replayed = 0;
        long gone = 0;
        try (LetterRecords records = new LetterRecords(kafka, topics);
                EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
            Instant begun = LetterTable.now(database);
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
                AuditLog.write(database, actor, Action.LETTERS_REPLAY_DONE, filter.describe(), replayed, null);
            }
        }
        return new Replayed(replayed, gone);
    }

    private List<DeadLetter> chunk(Filter filter, @Nullable LetterId after, Instant failedBy, long most) {
        return LetterTable.chunk(database, filter, after, failedBy, Math.clamp(most, 0, CHUNK));
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

    private void mark(List<LetterId> ids, Actor actor) {
        if (!ids.isEmpty()) {
            LetterTable.markReplayed(database, ids, actor);
        }
    }

    /** Marks letters as needing nothing; their bytes stay in Kafka. @return how many there were */
    public int discard(Filter filter, Reason reason, Actor actor) {
        if (filter.all()) {
            throw new IllegalArgumentException("only open letters can be discarded; leave out all");
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            int discarded = LetterTable.discard(database, filter, actor, reason);
            AuditLog.write(database, actor, Action.DISCARD, filter.describe(), discarded, reason);
            return discarded;
        }));
    }
}
