package dev.rollcall.worker.operate.freshness;

import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.LoopListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The gateways' last heartbeat that was applied: while none comes, nothing else could come either. */
public final class SignOfLife implements LoopListener {

    /**
     * A heartbeat.
     *
     * @param receivedAtMillis when a gateway received it, no later than it was applied
     * @param intervalMillis how often that gateway sends one
     */
    record Beat(long receivedAtMillis, long intervalMillis) {}

    private final AtomicReference<@Nullable Beat> last = new AtomicReference<>();

    /** Null before the first. */
    @Nullable Beat last() {
        return last.get();
    }

    @Override
    public void committed(PolledBatch batch, BatchResult result) {
        for (Decoded.Ignored heartbeat : result.resolution().ignored()) {
            heard(heartbeat.source(), result.committedAtMillis());
        }
    }

    /** One that was published again says nothing of the gateway now, and one that does not say its interval proves nothing. */
    private void heard(SourceRecord heartbeat, long committedAtMillis) {
        if (heartbeat.header(EventHeaders.ORIGIN) == null || !heartbeat.isFresh()) {
            return;
        }
        long interval = EnvelopeReader.read(heartbeat.record().value())
                .data()
                .path("interval_ms")
                .asLong(0);
        if (interval > 0) {
            Beat heard = new Beat(Math.min(heartbeat.firstReceiptMillis(), committedAtMillis), interval);
            last.accumulateAndGet(heard, SignOfLife::later);
        }
    }

    private static @Nullable Beat later(@Nullable Beat one, @Nullable Beat other) {
        return one == null || (other != null && other.receivedAtMillis() >= one.receivedAtMillis()) ? other : one;
    }
}
