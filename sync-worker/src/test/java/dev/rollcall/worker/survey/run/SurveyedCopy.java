package dev.rollcall.worker.survey.run;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.compare.StoredEnd;
import dev.rollcall.worker.survey.compare.StoredRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A copy in memory, and the worker that writes it: with its own decoder, under the guard of versions and ends. */
final class SurveyedCopy {

    private static final long FAR = 1_800_000_000_000L;

    /** A row; of revision 0 for a placeholder. */
    record CopyRow(
            EntityVersion version,
            long revision,
            long writtenAt,
            Owners owners,
            Row row,
            @Nullable String endedBy) {

        boolean ended() {
            return endedBy != null;
        }

        CopyRow endedBy(EntityVersion end, long at) {
            return new CopyRow(
                    end, revision + 1, at, owners, row, end.messageId().value());
        }
    }

    final Map<Owner, CopyRow> rows =
            new TreeMap<>(Comparator.comparing((Owner key) -> key.resource()).thenComparing(Owner::id));

    private final List<SourceRecord> inFlight = new ArrayList<>();
    private final Random dice;
    private final LongSupplier now;
    private final RecordDecoder decoder;

    SurveyedCopy(Random dice, LongSupplier now) {
        this.dice = dice;
        this.now = now;
        decoder = new RecordDecoder(Set.of(), () -> Instant.ofEpochMilli(now.getAsLong()));
    }

    void arrives(String key, String messageId, byte[] envelope) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("events", 0, 0, key.getBytes(StandardCharsets.UTF_8), envelope);
        record.headers().add(EventHeaders.MESSAGE_ID, messageId.getBytes(StandardCharsets.UTF_8));
        record.headers().add(EventHeaders.RECEIVED_AT, Long.toString(FAR).getBytes(StandardCharsets.UTF_8));
        inFlight.add(new SourceRecord(record));
    }

    /** Applies some of what is under way, not quite in its order. */
    void applies(int most) {
        for (int taken = 0; taken < most && !inFlight.isEmpty(); taken++) {
            apply(inFlight.remove(dice.nextInt(Math.min(3, inFlight.size()))));
        }
    }

    private void apply(SourceRecord source) {
        switch (decoder.decode(source)) {
            case Decoded.State state -> apply(state);
            case Decoded.End end ->
                end(new Owner(end.table().resource(), end.key().id()), end);
            case Decoded.Ignored ignored -> throw new IllegalStateException();
            case Decoded.Rejected rejected -> throw new IllegalStateException(rejected.reason());
        }
    }

    private void apply(Decoded.State state) {
        Owner key = new Owner(state.table().resource(), state.key().id());
        CopyRow before = rows.get(key);
        if (before != null
                && (before.ended() || (before.revision() > 0 && !state.version().isNewerThan(before.version())))) {
            return;
        }
        String endedBy = state.owners().known().stream()
                .map(rows::get)
                .filter(owner -> owner != null && owner.ended())
                .map(CopyRow::endedBy)
                .findFirst()
                .orElse(null);
        long revision = before == null ? 1 : before.revision() + 1;
        rows.put(key, new CopyRow(state.version(), revision, now.getAsLong(), state.owners(), state.row(), endedBy));
    }

    private void end(Owner key, Decoded.End end) {
        rows.computeIfAbsent(
                key, first -> new CopyRow(end.version(), 0, now.getAsLong(), end.owners(), empty(end.table()), null));
        end(key, end.version());
    }

    private void end(Owner key, EntityVersion end) {
        rows.replaceAll((each, row) ->
                !row.ended() && (each.equals(key) || row.owners().known().contains(key))
                        ? row.endedBy(end, now.getAsLong())
                        : row);
    }

    private static Row empty(Table table) {
        List<List<Row>> children = new ArrayList<>();
        table.children().forEach(child -> children.add(List.of()));
        return new Row(new @Nullable Object[table.columns().size()], children);
    }

    @Nullable StoredRow stored(Owner key) {
        CopyRow row = rows.get(key);
        if (row == null) {
            return null;
        }
        String endedBy = row.endedBy();
        return new StoredRow(
                row.version(),
                row.revision(),
                row.row(),
                endedBy == null ? null : new StoredEnd(row.writtenAt(), endedBy));
    }

    @Nullable StoredEnd endOf(Owner owner) {
        StoredRow row = stored(owner);
        return row == null ? null : row.end();
    }

    // What people do to a copy by hand ----------------------------------------------------------------------------

    /** A user whom nobody but an application knows: {@code ensure_user}. */
    void expects(Owner user) {
        rows.putIfAbsent(
                user,
                new CopyRow(
                        new EntityVersion(0, 0, new MessageId("msg_0")),
                        0,
                        now.getAsLong(),
                        Owners.NONE,
                        empty(Table.ofResource(user.resource())),
                        null));
    }

    /** Forgets it, and all that belongs to it. */
    void erases(Owner key) {
        end(key, new EntityVersion(now.getAsLong(), now.getAsLong(), new MessageId("erase_1")));
    }

    /** Deletes a row, edits its content under the same or an older version, or deletes its children. */
    void damages(Owner key) {
        CopyRow row = rows.get(key);
        if (row == null || row.ended() || row.revision() == 0) {
            return;
        }
        EntityVersion older = new EntityVersion(
                row.version().updatedAtMillis() - 1,
                row.version().eventAtMillis(),
                row.version().messageId());
        switch (dice.nextInt(4)) {
            case 0 -> rows.remove(key);
            case 1 -> rows.put(key, with(row, row.version(), edited(key, row.row(), false)));
            case 2 -> rows.put(key, with(row, older, edited(key, row.row(), false)));
            default -> rows.put(key, with(row, row.version(), edited(key, row.row(), true)));
        }
    }

    private static CopyRow with(CopyRow row, EntityVersion version, Row content) {
        return new CopyRow(version, row.revision(), row.writtenAt(), row.owners(), content, null);
    }

    private static Row edited(Owner key, Row row, boolean withoutChildren) {
        Table table = Table.ofResource(key.resource());
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        for (int column = 0; column < values.length; column++) {
            boolean edited =
                    !withoutChildren && table.columns().get(column).name().equals("extra");
            values[column] = edited ? "{\"marker\":-1}" : row.value(column);
        }
        List<List<Row>> children = new ArrayList<>();
        for (int child = 0; child < table.children().size(); child++) {
            children.add(withoutChildren ? List.of() : row.children(child));
        }
        return new Row(values, children);
    }
}
