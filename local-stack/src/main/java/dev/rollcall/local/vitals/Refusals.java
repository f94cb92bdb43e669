package dev.rollcall.local.vitals;

import dev.rollcall.model.metrics.MetricsPage;
import dev.rollcall.model.metrics.RefusedRequests;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which requests the gateway refused last, and why, as far as its counters tell from one look to the next. */
final class Refusals {

    private final Map<String, Long> counted = new HashMap<>();
    private @Nullable String last;
    private long lastNanos;
    private boolean looked;

    /** @return the reason of a refusal since the last look */
    Optional<String> look(MetricsPage gateway, long nowNanos) {
        Map<String, Long> now = RefusedRequests.byReason(gateway);
        if (total(now) < total(counted)) {
            // It was started again: what the one before refused is of a former life.
            counted.clear();
            last = null;
        }
        String fresh = null;
        for (Map.Entry<String, Long> reason : now.entrySet()) {
            if (reason.getValue() > counted.getOrDefault(reason.getKey(), 0L)) {
                fresh = reason.getKey();
            }
        }
        counted.clear();
        counted.putAll(now);
        boolean first = !looked;
        looked = true;
        if (fresh == null) {
            return Optional.empty();
        }
        last = fresh;
        // Of what was there before the first look nobody knows when it was.
        lastNanos = first ? 0 : nowNanos;
        return Optional.of(fresh);
    }

    private static long total(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Such as {@code last no_matching_signature, 12 s ago}; empty before the first. */
    Optional<String> last(long nowNanos) {
        String reason = last;
        if (reason == null) {
            return Optional.empty();
        }
        return Optional.of(
                lastNanos == 0
                        ? "last " + reason
                        : "last %s, %s ago".formatted(reason, ago(Duration.ofNanos(nowNanos - lastNanos))));
    }

    private static String ago(Duration past) {
        return past.toMinutes() > 0 ? past.toMinutes() + " min" : past.toSeconds() + " s";
    }
}
