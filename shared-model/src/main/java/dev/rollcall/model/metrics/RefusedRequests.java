package dev.rollcall.model.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a gateway's metrics say of the requests that it refused, and what whoever connects Clerk may think of it. */
public final class RefusedRequests {

    /** In the order in which somebody meets them; the console has longer words. */
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

    /** Somebody signed, and not with our secret or not now: of a stranger's visit these are the rarest. */
    private static final Set<String> FOR_SIGNATURE = Set.of("no_matching_signature", "timestamp_old", "timestamp_new");

    private RefusedRequests() {}

    /** Whether a reason says that a secret or a clock may be wrong. */
    public static boolean isForSignature(String reason) {
        return FOR_SIGNATURE.contains(reason);
    }

    /** How many for each reason, since the gateway started; reasons of which there was none may be missing. */
    public static Map<String, Long> byReason(MetricsPage gateway) {
        Map<String, Long> refused = new HashMap<>();
        gateway.all("rollcall_ingest_requests_total").stream()
                .filter(sample -> sample.label("outcome").equals("rejected"))
                .forEach(sample -> refused.merge(sample.label("reason"), (long) sample.value(), Long::sum));
        return refused;
    }

    /** What to think of a reason. */
    public static String words(String reason) {
        return WORDS.getOrDefault(reason, "the runbooks and the gateway's metrics know more");
    }
}
