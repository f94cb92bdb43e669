package dev.rollcall.worker.survey.api;

import dev.rollcall.model.json.ForeignJson;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks, and can do nothing else: it knows one method. Follows no redirect, uses no proxy of its own, and repeats only what
 * may succeed when it is asked again. Source of what is repeated: Clerk's own clients and error pages.
 */
public final class ClerkApi implements ClerkAnswers {

    private static final String VERSION = "2026-05-12";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), Duration.ofMillis(500));
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /**
     * Its tree and its rows have room in a heap of 256 MB beside everything else. A page of 500 users whose metadata is full
     * has 15 MB: it is asked for in fewer rows.
     */
    private static final int LARGEST_BODY = 8 * 1024 * 1024;

    private static final List<String> OUTCOMES = List.of("2xx", "4xx", "5xx", "refused", "too_many", "no_answer");

    private final RestClient client;
    private final RequestBudget budget;
    private final MeterRegistry registry;
    private final Retry retry;

    /**
     * How long it waits.
     *
     * @param read for an answer's bytes
     * @param first before it asks again; twice as long each time, with jitter
     */
    record Patience(Duration read, Duration first) {}

    public ClerkApi(ApiUrl url, SecretKey key, RequestBudget budget, MeterRegistry registry) {
        this(url, key, budget, registry, PATIENCE);
    }

    ClerkApi(ApiUrl url, SecretKey key, RequestBudget budget, MeterRegistry registry, Patience patience) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(patience.read());
        client = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(url.base().toString())
                .defaultHeader("Clerk-API-Version", VERSION)
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key.value())
                .build();
        this.budget = budget;
        this.registry = registry;
        // A series that begins at 1 has not risen, for an alert.
        OUTCOMES.forEach(this::requests);
        IntervalFunction growing = IntervalFunction.ofExponentialRandomBackoff(patience.first(), 2, 0.5, LONGEST_WAIT);
        retry = Retry.of(
                "clerk-api",
                RetryConfig.<ApiAnswer>custom()
                        .maxAttempts(ATTEMPTS)
                        .intervalFunction(growing)
                        .retryOnResult(ApiAnswer::isWorthRepeating)
                        .retryOnException(failed -> false)
                        .build());
    }

    /**
     * One object, or whatever the address answers.
     *
     * @throws ApiException for every answer that is not 200 with JSON
     */
    @Override
    public JsonNode object(ApiQuery query) throws ApiException, InterruptedException {
        return parsed(query, ask(query).body());
    }

    /** A list's page. */
    @Override
    public ApiPage page(ApiQuery query) throws ApiException, InterruptedException {
        return ApiPage.of(query, parsed(query, ask(query).body()));
    }

    @Override
    public OptionalDouble requestsPerSecond() {
        return budget.requestsPerSecond();
    }

    private static JsonNode parsed(ApiQuery query, byte[] body) throws ApiException {
        try {
            JsonNode node = ForeignJson.read(body);
            if (node != null && node.isContainer()) {
                return node;
            }
        } catch (JacksonException unreadable) {
            // Said below: the body may hold personal data.
        }
        throw new ApiException(
                ApiException.Kind.MALFORMED, query.label() + ": Clerk answered 200 with a body that is not JSON");
    }

    private ApiAnswer ask(ApiQuery query) throws ApiException, InterruptedException {
        try {
            ApiAnswer answer = retry.executeCallable(() -> attempt(query));
            if (!answer.isOk()) {
                throw answer.failure(query);
            }
            if (answer.body().length > LARGEST_BODY) {
                throw new ApiException(
                        ApiException.Kind.EXHAUSTED, query.label() + ": an answer above " + LARGEST_BODY + " bytes");
            }
            return answer;
        } catch (ApiException | InterruptedException | RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ApiAnswer attempt(ApiQuery query) throws ApiException, InterruptedException {
        budget.take();
        ApiAnswer answer = sent(query);
        counted(answer.status());
        if (answer.status() == ApiAnswer.TOO_MANY) {
            Duration asked = answer.retryAfter();
            budget.refused(asked == null || asked.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : asked);
        }
        return answer;
    }

    private ApiAnswer sent(ApiQuery query) {
        try {
            return client.get().uri(query.uri()).exchange((request, response) -> read(response));
        } catch (ResourceAccessException away) {
            return new ApiAnswer(0, null, new byte[0]);
        }
    }

    private static ApiAnswer read(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        Duration retryAfter = seconds(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
        try (InputStream body = response.getBody()) {
            return new ApiAnswer(status, retryAfter, body.readNBytes(LARGEST_BODY + 1));
        }
    }

    /** An HTTP date or anything else is as good as nothing. */
    private static @Nullable Duration seconds(@Nullable String header) {
        if (header == null || !header.matches("[0-9]{1,4}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(header));
    }

    private void counted(int status) {
        String outcome = switch (status) {
            case 0 -> "no_answer";
            case 401 -> "refused";
            case ApiAnswer.TOO_MANY -> "too_many";
            default -> String.format(Locale.ROOT, "%dxx", status / 100);
        };
        requests(outcome).increment();
    }

    private Counter requests(String outcome) {
        return Counter.builder("rollcall.survey.requests")
                .description("Requests to Clerk's Backend API")
                .tag("outcome", outcome)
                .register(registry);
    }
}
