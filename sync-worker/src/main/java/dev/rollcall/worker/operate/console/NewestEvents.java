package dev.rollcall.worker.operate.console;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.LoopListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of this worker, for people who watch. Of each batch that both sides have committed it takes
 * {@value #OF_BATCH} events at most, dead letters first, and it keeps {@value #REMEMBERED}: what a batch costs here does
 * not grow with the batch. Nothing of an event is kept but its type, its id and what came of it. Shared by all loops.
 */
public final class NewestEvents implements LoopListener {

    static final int REMEMBERED = 200;
    static final int OF_BATCH = 50;

    /** A foreign producer may write anything into a header. */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,99}");

    private final Deque<Event> events = new ArrayDeque<>(REMEMBERED);
    private long number;
    private long seen;

    /**
     * One event.
     *
     * @param number rises from event to event, and says nothing else
     * @param atMillis when the database had committed its batch, epoch milliseconds
     * @param type such as {@code user.updated}, or {@code user} where the record does not say; null where it is not known
     * @param entity Clerk's id; null where none could be read
     * @param outcome as the metrics call it
     * @param code of a dead letter: why; else null
     * @param tookMillis from its receipt to that commit; null where it was not received just now, but replayed or fetched
     */
    public record Event(
            long number,
            long atMillis,
            @Nullable String type,
            @Nullable String entity,
            String outcome,
            @Nullable String code,
            @Nullable Long tookMillis) {}

    /**
     * What there is.
     *
     * @param seen how many there were since the worker has started, also those that are not kept
     * @param events the newest last
     */
    public record Look(long seen, List<Event> events) {

        public Look {
            events = List.copyOf(events);
        }
    }

    /** Those that came after the one of a number; 0 for all. */
    public Look after(long last) {
        synchronized (events) {
            return new Look(
                    seen,
                    events.stream().filter(event -> event.number() > last).toList());
        }
    }

    @Override
    public void committed(PolledBatch batch, BatchResult result) {
        List<Decoded.Rejected> rejected = result.resolution().rejected();
        List<Applied.OfRecord> applied = result.applied().outcomes();
        int size = rejected.size() + applied.size();
        if (size == 0) {
            return;
        }
        long at = result.committedAtMillis();
        int dead = Math.min(OF_BATCH, rejected.size());
        int living = Math.min(OF_BATCH - dead, applied.size());
        List<Event> taken = new ArrayList<>(dead + living);
        // Spread over the batch, which is in the order of tables.
        for (int index = 0; index < living; index++) {
            Applied.OfRecord one = applied.get((int) ((long) index * applied.size() / living));
            taken.add(event(
                    one.record().source(), at, one.record().key().resource(), one.record().key().id(), one.outcome(), null));
        }
        for (Decoded.Rejected one : rejected.subList(rejected.size() - dead, rejected.size())) {
            taken.add(event(
                    one.source(), at, one.eventType(), one.entityId(), Outcome.DEAD_LETTERED, one.code().label()));
        }
        synchronized (events) {
            seen += size;
            for (Event event : taken) {
                number++;
                if (events.size() == REMEMBERED) {
                    events.removeFirst();
                }
                events.addLast(new Event(
                        number,
                        event.atMillis(),
                        event.type(),
                        event.entity(),
                        event.outcome(),
                        event.code(),
                        event.tookMillis()));
            }
        }
    }

    /** @param otherwise what to call it where a foreign producer has given it no type */
    private static Event event(
            SourceRecord record,
            long atMillis,
            @Nullable String otherwise,
            @Nullable String entity,
            Outcome outcome,
            @Nullable String code) {
        byte[] type = record.header(EventHeaders.EVENT_TYPE);
        String given = type == null ? otherwise : new String(type, StandardCharsets.UTF_8);
        String word = given == null ? "" : given;
        return new Event(
                0,
                atMillis,
                TYPE.matcher(word).matches() ? word : null,
                entity != null && EntityId.isValid(entity) ? entity : null,
                outcome.label(),
                code,
                record.isFresh() ? Long.valueOf(Math.max(0, atMillis - record.firstReceiptMillis())) : null);
    }
}
