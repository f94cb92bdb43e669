package dev.rollcall.worker.operate.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a gateway through its public address, as Clerk would come: the name, the certificate, the tunnel or proxy, the
 * path. An unsigned request is all it needs, since the gateway has an answer of its own to that.
 */
public final class OutsideExamination {

    /** Svix gives an endpoint fifteen seconds (docs.svix.com). */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final String PATH = "/webhooks/clerk";

    /** Of the answer to a request without signature headers. */
    private static final String GATEWAYS_WORD = "bad_request";

    private final URI endpoint;

    private OutsideExamination(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * @param url with the path of the endpoint or without
     * @throws IllegalArgumentException with what to write instead
     */
    public static OutsideExamination of(String url) {
        try {
            URI given = URI.create(url);
            String scheme = given.getScheme();
            if (given.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
                String path = given.getRawPath();
                boolean bare = path == null || path.isEmpty() || path.equals("/");
                return new OutsideExamination(bare ? given.resolve(PATH) : given);
            }
        } catch (IllegalArgumentException noAddress) {
            throw wrong(noAddress);
        }
        throw wrong(null);
    }

    private static IllegalArgumentException wrong(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "--url has to be the public address of the gateway; write --url https://hooks.example.com", cause);
    }

    public List<Finding> run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (!"https".equals(endpoint.getScheme())) {
            findings.add(Finding.warn(
                    endpoint + " is not encrypted: whoever is in between reads what Clerk says",
                    "give Clerk an address that begins with https://"));
        }
        if (!PATH.equals(endpoint.getPath())) {
            findings.add(Finding.warn(
                    endpoint + " does not end in " + PATH,
                    "that is right only for a source of another name, or behind a proxy that changes the path"));
        }
        findings.add(answer());
        return findings;
    }

    private Finding answer() throws InterruptedException {
        long begin = System.nanoTime();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(endpoint)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return judged(answer, Duration.ofNanos(System.nanoTime() - begin));
        } catch (HttpTimeoutException silent) {
            return Finding.fail(
                    endpoint + " does not answer within " + PATIENCE.toSeconds() + " s",
                    "look whether a firewall drops requests, and whether tunnel or proxy are alive");
        } catch (SSLException untrusted) {
            return Finding.fail(
                    endpoint + " shows no certificate that can be trusted: " + untrusted.getMessage(),
                    "Clerk refuses it as well; give the proxy a certificate of its name, with its whole chain");
        } catch (ConnectException refused) {
            return unknown(refused)
                    ? Finding.fail(
                            "the name " + endpoint.getHost() + " is not known here",
                            "look at its DNS record; the address of a quick tunnel changes with every start")
                    : Finding.fail(
                            endpoint + " refuses connections", "look whether tunnel or proxy listen at this address");
        } catch (IOException broken) {
            return Finding.fail(
                    endpoint + " breaks off: " + broken.getMessage(), "look at the log of the tunnel or the proxy");
        }
    }

    private static boolean unknown(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private Finding judged(HttpResponse<String> answer, Duration took) {
        int status = answer.statusCode();
        if (status == 400 && answer.body().contains(GATEWAYS_WORD)) {
            return took.compareTo(SLOW) > 0
                    ? Finding.warn(
                            "%s leads to the gateway, but takes %d s".formatted(endpoint, took.toSeconds()),
                            "Clerk gives up after 15 s; look at the tunnel or the proxy")
                    : Finding.ok("%s leads to the gateway, which refuses what is not signed (%d ms)"
                            .formatted(endpoint, took.toMillis()));
        }
        if (status / 100 == 3) {
            return Finding.fail(
                    "%s redirects (%d)".formatted(endpoint, status),
                    "Clerk does not follow: give it the last address, "
                            + answer.headers().firstValue("location").orElse("as a browser shows it"));
        }
        if (status == 404 || status == 405) {
            return Finding.fail(
                    "%s answers %d: the path is not the gateway's".formatted(endpoint, status),
                    "the endpoint has to end in " + PATH + ", and a proxy has to pass the path on as it is");
        }
        if (status >= 502 && status <= 504) {
            return Finding.fail(
                    "%s answers %d: something is there, but not the gateway behind it".formatted(endpoint, status),
                    "look whether the gateway runs, and at the port that tunnel or proxy were given");
        }
        return Finding.fail(
                "%s answers %d, not as the gateway does to what is not signed (400)".formatted(endpoint, status),
                "something in between answers: a page of the tunnel's, a login, a firewall; let POST " + PATH
                        + " through");
    }
}
