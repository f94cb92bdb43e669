package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what came of each record about an entity. */
final class Outcomes {

    private Outcomes() {}

    static List<Applied.OfRecord> of(
            List<Resolved> entities,
            Map<EntityKey, Written> written,
            Map<EntityKey, Present> present,
            Redelivery redelivery,
            Progress progress) {
        List<Applied.OfRecord> outcomes = new ArrayList<>();
        for (Resolved entity : entities) {
            Written now = written.get(entity.key());
            Present before = present.get(entity.key());
            for (Decoded.OfEntity record : entity.all()) {
                outcomes.add(new Applied.OfRecord(record, outcomeOf(record, now, before, redelivery, progress)));
            }
        }
        return outcomes;
    }

    private static Outcome outcomeOf(
            Decoded.OfEntity record,
            @Nullable Written now,
            @Nullable Present before,
            Redelivery redelivery,
            Progress progress) {
        if (now != null) {
            return now.writer().equals(progress.of(record.source())) ? now.outcome() : lost(record, now.version());
        }
        if (before == null) {
            throw new IllegalStateException("a record was neither written nor lost to a row");
        }
        // Redelivered, and applied the first time: it counts again, as the change that it announces.
        if (redelivery.contains(record.source()) && before.writer().equals(progress.of(record.source()))) {
            if (before.ended()) {
                return Outcome.DELETED;
            }
            return before.revision() == 1 ? Outcome.INSERTED : Outcome.UPDATED;
        }
        return lost(record, before.version());
    }

    private static Outcome lost(Decoded.OfEntity record, EntityVersion winner) {
        return record.version().equals(winner) ? Outcome.DUPLICATE : Outcome.STALE;
    }
}
