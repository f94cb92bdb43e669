package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.clerk.StoredFields;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares objects of the Backend API with the rows that they would become. It asks the worker's own decoder, so that it
 * compares with what would be written. In this order: {@link #read} an object, load its row and the ends of its
 * {@linkplain Candidate#owners() owners}, {@link #judge}, and where the verdict is to be repaired, {@link #snapshot}.
 */
public final class Comparison {

    private final ComparisonSettings settings;
    private final InstantSource clock;
    private final RecordDecoder decoder;

    /** @param clock of what counts as received now */
    public Comparison(ComparisonSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        decoder = new RecordDecoder(settings.leftOut(), clock);
    }

    /** Decodes an object; never throws an exception for what it holds. The object is left as it is. */
    public Candidate read(Resource resource, ObjectNode object) {
        String id = object.path("id").asString("");
        ObjectNode data = object.deepCopy();
        StoredFields.retain(resource, data);
        data.remove(ColumnRule.columnsOf(resource, ColumnKind.API_ONLY));
        SecretFields.remove(data, settings.leftOut());
        EventType type = typeOf(resource, Verdict.MISSING);
        byte[] envelope;
        try {
            envelope = Envelopes.of(type, settings.instanceId(), data, 0);
        } catch (JacksonException unwritable) {
            return new Candidate(resource, id, data, FailureCode.JSON);
        }
        return switch (decoded(type, id, envelope)) {
            case Decoded.State state -> ofState(resource, id, data, envelope, state);
            case Decoded.Rejected rejected -> new Candidate(resource, id, data, rejected.code());
            case Decoded.End impossible -> new Candidate(resource, id, data, FailureCode.UNDECODABLE);
            case Decoded.Ignored impossible -> new Candidate(resource, id, data, FailureCode.UNDECODABLE);
        };
    }

    private static Candidate ofState(
            Resource resource, String id, ObjectNode data, byte[] envelope, Decoded.State state) {
        return state.table().resource() == resource && state.version().updatedAtMillis() > 0
                ? new Candidate(resource, id, data, envelope, state)
                : new Candidate(resource, id, data, FailureCode.VERSION);
    }

    /** @param row null when there is none */
    public Finding judge(Candidate candidate, @Nullable StoredRow row, Ends ends) {
        Row said = candidate.row();
        if (said == null) {
            return new Finding(Verdict.UNREADABLE, 0, new TreeSet<>(), false, candidate.code());
        }
        StoredEnd own = row == null ? null : row.end();
        StoredEnd ownersEnd = endOfAnOwner(candidate, row, ends);
        if (own != null || ownersEnd != null) {
            boolean erased = (own != null && own.isErasure()) || (ownersEnd != null && ownersEnd.isErasure());
            return finding(candidate, erased ? Verdict.ERASED : Verdict.ENDED_BUT_ALIVE, new TreeSet<>(), own == null);
        }
        if (row == null || row.isPlaceholder()) {
            return finding(candidate, Verdict.MISSING, new TreeSet<>(), false);
        }
        SortedSet<String> columns = RowDifference.of(candidate, said, row.content(), settings.leftOut());
        Verdict verdict = verdict(candidate, row, columns);
        boolean erased = verdict == Verdict.DIFFERENT
                && row.isBlanked()
                && isActivity(candidate, RowDifference.ofBlanked(candidate, said, row.content(), settings.leftOut()));
        return finding(candidate, erased ? Verdict.ERASED : verdict, columns, false);
    }

    private static Verdict verdict(Candidate candidate, StoredRow row, Set<String> columns) {
        if (!columns.isEmpty() && isActivity(candidate, columns)) {
            return Verdict.ACTIVITY_ONLY;
        }
        int order = Long.compare(candidate.updatedAtMillis(), row.version().updatedAtMillis());
        if (order != 0) {
            return order > 0 ? Verdict.STALE : Verdict.AHEAD;
        }
        return columns.isEmpty() ? Verdict.EQUAL : Verdict.DIFFERENT;
    }

    private static boolean isActivity(Candidate candidate, Set<String> columns) {
        return columns.stream()
                .allMatch(column -> ColumnRule.kindOf(candidate.resource(), column) == ColumnKind.ACTIVITY);
    }

    private static Finding finding(
            Candidate candidate, Verdict verdict, SortedSet<String> columns, boolean underOwner) {
        return new Finding(verdict, candidate.updatedAtMillis(), columns, underOwner, null);
    }

    /** An erasure before any other. */
    private static @Nullable StoredEnd endOfAnOwner(Candidate candidate, @Nullable StoredRow row, Ends ends) {
        Set<Owner> owners = new LinkedHashSet<>(candidate.owners().known());
        if (row != null) {
            owners.addAll(Table.ofResource(candidate.resource())
                    .ownersOf(row.content())
                    .known());
        }
        StoredEnd found = null;
        for (Owner owner : owners) {
            StoredEnd end = ends.of(owner);
            if (end != null && (found == null || end.isErasure())) {
                found = end;
            }
        }
        return found;
    }

    /**
     * What mends it: for {@code missing}, {@code stale} and {@code different}, and {@code activity_only} for refetch.
     *
     * @return nothing when there is nothing to mend it with, when it would not beat the row, or when the worker would not
     *     take it: then it counts as unreadable
     */
    public Optional<Snapshot> snapshot(Candidate candidate, Finding finding, @Nullable StoredRow row) {
        Mending mending = mending(candidate, finding, row);
        return mending == null || refused(mending, row) != null
                ? Optional.empty()
                : Optional.of(new Snapshot(
                        candidate.id(), mending.type(), settings.run().messageId(), mending.envelope()));
    }

    /** Why {@link #snapshot} is empty, where it is because the worker would not take what mends it. */
    public Optional<FailureCode> refusal(Candidate candidate, Finding finding, @Nullable StoredRow row) {
        Mending mending = mending(candidate, finding, row);
        return mending == null ? Optional.empty() : Optional.ofNullable(refused(mending, row));
    }

    @SuppressWarnings("ArrayRecordComponent") // made once, sent once
    private record Mending(Candidate candidate, EventType type, long eventAtMillis, byte[] envelope) {}

    private @Nullable Mending mending(Candidate candidate, Finding finding, @Nullable StoredRow row) {
        Row said = candidate.row();
        if (said == null || !(finding.verdict().isPublished() || finding.verdict() == Verdict.ACTIVITY_ONLY)) {
            return null;
        }
        EventType type = typeOf(candidate.resource(), finding.verdict());
        if (row == null) {
            return new Mending(candidate, type, 0, candidate.envelope());
        }
        // Of an equal version it has to beat exactly the row that it was compared with.
        long eventAtMillis = candidate.updatedAtMillis() == row.version().updatedAtMillis()
                ? row.version().eventAtMillis()
                : 0;
        EntityVersion version = new EntityVersion(
                candidate.updatedAtMillis(), eventAtMillis, settings.run().messageId());
        if (!version.isNewerThan(row.version())) {
            return null;
        }
        ObjectNode data = MergedObject.of(candidate, said, row.content(), settings.leftOut());
        return new Mending(
                candidate, type, eventAtMillis, Envelopes.of(type, settings.instanceId(), data, eventAtMillis));
    }

    private @Nullable FailureCode refused(Mending mending, @Nullable StoredRow row) {
        if (row == null) {
            // The decoder has taken these very bytes.
            return null;
        }
        return switch (decoded(mending.type(), mending.candidate().id(), mending.envelope())) {
            case Decoded.State state ->
                state.version().eventAtMillis() == mending.eventAtMillis()
                                && state.version().updatedAtMillis()
                                        == mending.candidate().updatedAtMillis()
                        ? null
                        : FailureCode.VERSION;
            case Decoded.Rejected rejected -> rejected.code();
            case Decoded.End impossible -> FailureCode.UNDECODABLE;
            case Decoded.Ignored impossible -> FailureCode.UNDECODABLE;
        };
    }

    private static EventType typeOf(Resource resource, Verdict verdict) {
        return new EventType(resource.eventName() + (verdict == Verdict.MISSING ? ".created" : ".updated"));
    }

    private Decoded decoded(EventType type, String id, byte[] envelope) {
        SourceRecord source = Envelopes.record(id, settings.run().messageId(), envelope, clock.millis());
        return envelope.length > Envelopes.LARGEST
                ? new Decoded.Rejected(
                        source, FailureCode.SHAPE, "no envelope of this object can be published", type.value(), id)
                : decoder.decode(source);
    }
}
