package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the database holds of an entity, without its content. */
record Present(
        EntityKey key,
        EntityVersion version,
        Coordinates writer,
        long revision,
        long writtenAtMillis,
        boolean ended,
        List<@Nullable String> owners) {}
