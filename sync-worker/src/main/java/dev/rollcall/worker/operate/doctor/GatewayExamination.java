package dev.rollcall.worker.operate.doctor;

import dev.rollcall.model.metrics.MetricsPage;
import dev.rollcall.model.metrics.RefusedRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Examines the gateways by what their metrics say. They know their secrets, which never leave them. */
public final class GatewayExamination {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final String WEAK = "rollcall_ingest_secrets_weak";
    private static final String STALE = "rollcall_ingest_secrets_stale";
    private static final String LAST_GENUINE = "rollcall_last_verified_webhook_timestamp_seconds";

    private static final String SIGNATURE_REFUSED = "rollcall_ingest_signature_refused_timestamp_seconds";

    /** As long as a person who has just changed a secret looks for what came of it. */
    private static final Duration RECENTLY = Duration.ofMinutes(5);

    private final List<URI> metrics;
    private final InstantSource clock;

    /** @param metrics where the gateways' metrics are; may be empty */
    public GatewayExamination(List<URI> metrics, InstantSource clock) {
        this.metrics = List.copyOf(metrics);
        this.clock = clock;
    }

    /** @param gateways the gateways' management addresses, separated by commas; '' for none */
    public static GatewayExamination of(String gateways, InstantSource clock) {
        return new GatewayExamination(
                Arrays.stream(gateways.split(",", -1))
                        .map(String::strip)
                        .filter(gateway -> !gateway.isEmpty())
                        .map(gateway -> URI.create(gateway.replaceFirst("/+$", "") + "/actuator/prometheus"))
                        .toList(),
                clock);
    }

    public List<Finding> run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (URI gateway : metrics) {
                examine(client, gateway, findings);
            }
        }
        return findings;
    }

    private void examine(HttpClient client, URI gateway, List<Finding> findings) throws InterruptedException {
        String where = "the gateway at " + gateway.getAuthority();
        try {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(gateway).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (page.statusCode() != OK) {
                throw new IOException("status " + page.statusCode());
            }
            MetricsPage shown = MetricsPage.parse(page.body());
            int before = findings.size();
            if (shown.sum(WEAK) > 0) {
                findings.add(Finding.warn(
                        where + " has a signing secret of fewer than 24 bytes, which a later release refuses",
                        "take the webhook endpoint's own from Clerk's dashboard (whsec_...), or rotate it there"));
            }
            if (shown.sum(STALE) > 0) {
                findings.add(Finding.warn(
                        where + " cannot use its file of signing secrets; those that it read before still hold",
                        "mend the file that CLERK_WEBHOOK_SIGNING_SECRET_FILE names"));
            }
            if (findings.size() == before) {
                findings.add(Finding.ok(where + " answers, and its signing secrets are sound"));
            }
            refused(where, shown, findings);
        } catch (IOException silent) {
            findings.add(Finding.warn(
                    where + " does not show its metrics (" + silent.getClass().getSimpleName() + ")",
                    "look at ROLLCALL_GATEWAY_MANAGEMENT_URL and at the gateway"));
        }
    }

    /** Where something genuine has come, the rest is what every public address gets. */
    private void refused(String where, MetricsPage shown, List<Finding> findings) {
        Map<String, Long> refused = RefusedRequests.byReason(shown);
        refused.values().removeIf(times -> times == 0);
        if (refused.isEmpty()) {
            return;
        }
        String reasons = refused.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(reason -> "%d %s (%s)"
                        .formatted(reason.getValue(), reason.getKey(), RefusedRequests.words(reason.getKey())))
                .collect(Collectors.joining(", "));
        String what = where + " refused since its start: " + reasons;
        double ago = clock.millis() / 1e3 - shown.sum(SIGNATURE_REFUSED);
        boolean genuine = shown.sum(LAST_GENUINE) > 0;
        if (genuine && ago < RECENTLY.toSeconds()) {
            findings.add(Finding.warn(
                    "%s; the last one for its signature %.0f s ago".formatted(what, Math.max(0, ago)),
                    "compare the gateway's CLERK_WEBHOOK_SIGNING_SECRET with the signing secret of this very endpoint in"
                            + " Clerk's dashboard: it was changed, or a second endpoint points here. Clerk sends again what"
                            + " was refused"));
            return;
        }
        findings.add(
                genuine
                        ? Finding.ok(what + "; genuine webhooks came too")
                        : Finding.warn(
                                what + "; and no genuine webhook came",
                                "compare the endpoint in Clerk's dashboard, its address and its signing secret, with the"
                                        + " gateway's"));
    }
}
