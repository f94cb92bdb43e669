package dev.rollcall.worker.copy;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.TraceParent;
import dev.rollcall.startup.warm.MadeUpUser;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Made-up events on the way of real ones, as far as nobody can notice: their rows are written in a transaction that is
 * rolled back, their change events are made and not sent. No progress row is locked or made, no instance is bound, and
 * Kafka is not asked.
 */
public final class Rehearsal {

    /** Enough for the compiler to take notice of what each of them runs. */
    private static final int ROUNDS_OF_STEPS = 500;

    /** The driver and PostgreSQL keep the plan of a statement after a handful of uses; the rest is for the compiler. */
    private static final int ROUNDS_IN_DATABASE = 100;

    private static final TopicPartition NOWHERE = new TopicPartition("rehearsal", 0);

    private final RecordDecoder decoder;
    private final Store store;
    private final ChangeAnnouncer announcer;
    private final InstantSource clock;

    /** @param decoder and the others as the batches have them; none of them counts anything */
    public Rehearsal(RecordDecoder decoder, Store store, ChangeAnnouncer announcer, InstantSource clock) {
        this.decoder = decoder;
        this.store = store;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** What needs no server: the rows are taken for written. */
    public void steps(BooleanSupplier timeIsLeft) {
        for (int round = 0; round < ROUNDS_OF_STEPS && timeIsLeft.getAsBoolean(); round++) {
            MadeUpUser user = MadeUpUser.any();
            for (SourceRecord event : List.of(event(user, "user.created", 0), event(user, "user.updated", 1))) {
                List<Written> written = resolution(event)
                        .records()
                        .map(record -> asIfWritten((Decoded.State) record))
                        .toList();
                announce(written, event);
            }
        }
    }

    /** The whole way, over one connection of the pool. */
    public void inDatabase(BooleanSupplier timeIsLeft) throws SQLException {
        for (int round = 0; round < ROUNDS_IN_DATABASE && timeIsLeft.getAsBoolean(); round++) {
            try (StoreTransaction transaction = store.begin(() -> require(timeIsLeft))) {
                try {
                    // Both new: PostgreSQL counts updates that are rolled back, and the metrics show its count.
                    write(transaction, event(MadeUpUser.any(), "user.created", 0));
                    write(transaction, event(MadeUpUser.any(), "user.created", 1));
                } finally {
                    transaction.rollBack();
                }
            }
        }
    }

    private void write(StoreTransaction transaction, SourceRecord event) throws SQLException {
        announce(
                transaction
                        .apply(resolution(event), Progress.ofRehearsal(NOWHERE))
                        .toAnnounce(),
                event);
    }

    private Resolution resolution(SourceRecord event) {
        return BatchResolver.resolve(List.of(decoder.decode(event)));
    }

    private void announce(List<Written> written, SourceRecord event) {
        announcer.announce(written, InstanceBinding.UNKNOWN, writer -> event).forEach(change -> {});
    }

    private Written asIfWritten(Decoded.State state) {
        return new Written(
                state.table(),
                state.key(),
                state.row(),
                state.owners(),
                state.version(),
                Progress.ofRehearsal(NOWHERE).of(state.source()),
                1,
                clock.millis());
    }

    /** Between any two statements: the transaction ends with it. */
    private static void require(BooleanSupplier timeIsLeft) {
        if (!timeIsLeft.getAsBoolean()) {
            throw new IllegalStateException("no time is left for a rehearsal");
        }
    }

    private SourceRecord event(MadeUpUser user, String type, long offset) {
        long now = clock.millis() + offset;
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, ascii("msg_" + user.id() + offset));
        headers.add(EventHeaders.EVENT_TYPE, ascii(type));
        headers.add(EventHeaders.ORIGIN, ascii(EventOrigin.WEBHOOK.label()));
        headers.add(EventHeaders.RECEIVED_AT, ascii(Long.toString(now)));
        headers.add(EventHeaders.TRACEPARENT, TraceParent.newRoot());
        return new SourceRecord(new ConsumerRecord<>(
                NOWHERE.topic(),
                NOWHERE.partition(),
                offset,
                now,
                TimestampType.CREATE_TIME,
                0,
                0,
                ascii(user.id()),
                user.event(type, now),
                headers,
                Optional.empty()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
