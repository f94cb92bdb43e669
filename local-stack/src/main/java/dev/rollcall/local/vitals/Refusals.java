package dev.rollcall.local.vitals;

import dev.rollcall.model.metrics.MetricsPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which requests the gateway refused last, and why, as far as its counters tell from one look to the next. */
final class Refusals {

    /** In the order in which somebody who connects Clerk meets them; the console has longer words. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("no_matching_signature", "signed with another secret: is it this very endpoint's?"),
            Map.entry("missing_header", "no signature, so not from Clerk: a browser or a health check?"),
            Map.entry("malformed_header", "signature headers that cannot be read: does the tunnel change them?"),
            Map.entry("repeated_header", "signature headers twice: does the tunnel add them?"),
            Map.entry("mixed_header_families", "headers of two senders at once: does the tunnel add them?"),
            Map.entry("timestamp_old", "signed too long ago: is this machine's clock right?"),
            Map.entry("timestamp_new", "signed in the future: is this machine's clock right?"),
            Map.entry("unknown_source", "another source: the endpoint has to end in /webhooks/clerk"),
            Map.entry("path", "another path: the endpoint has to end in /webhooks/clerk"),
            Map.entry("method", "no POST: perhaps a browser that looked at the address"),
            Map.entry("media_type", "no JSON"),
            Map.entry("content_encoding", "a compressed body: does the tunnel compress?"),
            Map.entry("malformed_request", "no HTTP that can be read: does something speak TLS to the port?"));

    private final Map<String, Long> counted = new HashMap<>();
    private @Nullable String last;
    private long lastNanos;
    private boolean looked;

    /** @return the reason of a refusal since the last look */
    Optional<String> look(MetricsPage gateway, long nowNanos) {
        Map<String, Long> now = new HashMap<>();
        gateway.all("rollcall_ingest_requests_total").stream()
                .filter(sample -> sample.label("outcome").equals("rejected"))
                .forEach(sample -> now.merge(sample.label("reason"), (long) sample.value(), Long::sum));
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

    /** What to think of a reason. */
    static String words(String reason) {
        return WORDS.getOrDefault(reason, "the runbooks and the gateway's metrics know more");
    }

    private static String ago(Duration past) {
        return past.toMinutes() > 0 ? past.toMinutes() + " min" : past.toSeconds() + " s";
    }
}
