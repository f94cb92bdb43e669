package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one record says. */
public sealed interface Decoded {

    SourceRecord source();

    /** A record about an entity. */
    sealed interface OfEntity extends Decoded {

        Table table();

        EntityKey key();

        EntityVersion version();

        /** All that the event names. */
        Owners owners();

        /** {@code ins_…}, or null in events of 2024 and earlier. */
        @Nullable String instanceId();

        /** Whether it is a real delivery, not a test send with a timestamp in seconds. */
        boolean live();
    }

    /** The entity's state at that version. */
    record State(
            SourceRecord source,
            Table table,
            EntityKey key,
            EntityVersion version,
            Owners owners,
            @Nullable String instanceId,
            boolean live,
            Row row)
            implements OfEntity {}

    /**
     * The entity ended.
     *
     * @param kept what its stub says, in the order of {@link Table#keptByEnd()}; null where it does not
     */
    record End(
            SourceRecord source,
            Table table,
            EntityKey key,
            EntityVersion version,
            Owners owners,
            @Nullable String instanceId,
            boolean live,
            List<@Nullable String> kept)
            implements OfEntity {}

    /** A record that is meant to have no effect: the heartbeat. */
    record Ignored(SourceRecord source) implements Decoded {}

    /**
     * A record that becomes a dead letter.
     *
     * @param reason a sentence without data of the record
     * @param eventType null when it could not be read
     * @param entityId null when it could not be read
     * @param instanceId the Clerk instance that it names, where that is why it is refused; else null
     */
    record Rejected(
            SourceRecord source,
            FailureCode code,
            String reason,
            @Nullable String eventType,
            @Nullable String entityId,
            @Nullable String instanceId)
            implements Decoded {

        public Rejected(
                SourceRecord source,
                FailureCode code,
                String reason,
                @Nullable String eventType,
                @Nullable String entityId) {
            this(source, code, reason, eventType, entityId, null);
        }
    }
}
