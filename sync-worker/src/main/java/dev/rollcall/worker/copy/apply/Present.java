package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.table.Owners;

/** What the database holds of an entity, without its content. */
record Present(
        EntityKey key,
        EntityVersion version,
        Coordinates writer,
        long revision,
        long writtenAtMillis,
        boolean ended,
        Owners owners) {}
