package dev.rollcall.worker.survey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.simulator.api.ApiFault;
import dev.rollcall.simulator.api.ApiFaults;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.Feature;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.worker.survey.walk.AnchoredWalk;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is no answer is an error, never "no rows"; and only what may succeed is asked for again. */
class ClerkApiTest {

    private static final SecretKey KEY = SecretKey.of("sk_test_askedWithThisKey");
    private static final ClerkApi.Patience LONG = new ClerkApi.Patience(Duration.ofSeconds(30), Duration.ofMillis(1));

    /** Only where no answer comes: on a slow machine one that comes is given up too, and asked for once more. */
    private static final ClerkApi.Patience SHORT = new ClerkApi.Patience(Duration.ofMillis(200), Duration.ofMillis(1));

    private static final int EVERY_REQUEST = 1_000;

    private final FakeTime time = new FakeTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private ClerkApi api(URI url) {
        return api(url, LONG);
    }

    private ClerkApi api(URI url, ClerkApi.Patience patience) {
        return new ClerkApi(
                ApiUrl.of(url.toString(), KEY),
                KEY,
                RequestBudget.ofRate(1e6, time, time, () -> 0),
                registry,
                patience);
    }

    private LocalClerk clerk() {
        ClerkObjects objects = new ClerkObjects();
        for (int row = 0; row < 1_200; row++) {
            objects.put(
                    "organization",
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("id", "org_" + row)
                            .put("created_at", row)
                            .put("updated_at", row),
                    Owners.NONE);
        }
        LocalClerk clerk =
                LocalClerk.start(new LocalClerk.Settings(0, "ins_1", Set.of(KEY.value()), Integer.MAX_VALUE), objects);
        open.add(clerk);
        return clerk;
    }

    /** What it answers, one after the other; the last again and again. */
    private final class Server {

        final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final HttpServer server;
        private final List<Answer> answers;

        Server(Answer... answers) {
            this.answers = List.of(answers);
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
            server.createContext("/", this::answer);
            server.start();
            open.add(() -> server.stop(0));
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                // Else closing the exchange cuts the connection, and the client asks again by itself.
                exchange.getRequestBody().readAllBytes();
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                Answer answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {

        static Answer ok() {
            return new Answer(200, Map.of(), "{\"id\":\"ins_1\"}");
        }

        static Answer error(int status, String code) {
            return new Answer(status, Map.of(), "{\"errors\":[{\"code\":\"" + code + "\"}]}");
        }
    }

    private static ApiException failure(ClerkApi api) {
        return (ApiException) org.assertj.core.api.Assertions.catchThrowable(() -> api.object(ApiQuery.of("instance")));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("200 with nothing", ApiFaults.NONE.with(ApiFault.EMPTY_BODY, EVERY_REQUEST), "MALFORMED"),
                Arguments.of("200 with HTML", ApiFaults.NONE.with(ApiFault.HTML_BODY, EVERY_REQUEST), "MALFORMED"),
                Arguments.of("403", ApiFaults.NONE.withOff(Feature.ORGANIZATIONS), "UNAVAILABLE"),
                Arguments.of("404", ApiFaults.NONE.ofAnUnresolvableKey(), "NOT_FOUND"),
                Arguments.of("reset", ApiFaults.NONE.with(ApiFault.RESET, EVERY_REQUEST), "EXHAUSTED"),
                Arguments.of("hang", ApiFaults.NONE.with(ApiFault.HANG, EVERY_REQUEST), "EXHAUSTED"),
                Arguments.of("5xx", ApiFaults.NONE.with(ApiFault.UNAVAILABLE, EVERY_REQUEST), "EXHAUSTED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void inTheMiddleOfAWalkItIsAnErrorAndNeverTheEnd(String name, ApiFaults faults, String kind) throws Exception {
        LocalClerk clerk = clerk();
        AnchoredWalk walk = new AnchoredWalk(ApiQuery.of("organizations"), api(clerk.url(), SHORT), Long.MAX_VALUE);
        IdHashes seen = new IdHashes();
        Step first = walk.next(Place.START, seen);
        assertThat(first.fresh()).hasSize(500);
        clerk.misbehave(faults);

        assertThatThrownBy(() -> walk.next(first.place(), seen))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(ApiException.Kind.valueOf(kind)))
                .hasMessageNotContaining(KEY.value());

        clerk.misbehave(ApiFaults.NONE);
        assertThat(walk.next(first.place(), seen).fresh())
                .as("the place still holds")
                .first()
                .extracting(ApiPage::idOf)
                .isEqualTo("org_500");
        assertThat(clerk.counts().notGets()).isZero();
    }

    @Test
    void aNotFoundThatIsNotInClerksWordsProvesNothing() {
        assertThat(failure(api(new Server(new Answer(404, Map.of(), "<html>nginx</html>")).url()))
                        .kind())
                .isEqualTo(ApiException.Kind.MALFORMED);
        assertThat(failure(api(new Server(Answer.error(404, "resource_not_found")).url()))
                        .kind())
                .isEqualTo(ApiException.Kind.NOT_FOUND);
    }

    @Test
    void aRedirectIsNotFollowed() {
        Server elsewhere = new Server(Answer.ok());
        Server redirecting = new Server(new Answer(302, Map.of("Location", elsewhere.url() + "/v1/instance"), ""));

        assertThat(failure(api(redirecting.url())).kind()).isEqualTo(ApiException.Kind.MALFORMED);

        assertThat(elsewhere.asked).isEmpty();
        assertThat(redirecting.asked).containsExactly("GET /v1/instance");
    }

    @Test
    void noProxyIsAskedForTheWay() throws Exception {
        List<URI> asked = new ArrayList<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failed) {}
        });
        try {
            api(new Server(Answer.ok()).url()).object(ApiQuery.of("instance"));
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"408,request_timeout", "409,resource_locked", "500,internal", "502,", "503,", "504,gateway_timeout"})
    void whatMaySucceedIsAskedForAgain(int status, String code) throws Exception {
        Server server = new Server(Answer.error(status, code), Answer.error(status, code), Answer.ok());

        assertThat(api(server.url()).object(ApiQuery.of("instance")).get("id").stringValue())
                .isEqualTo("ins_1");

        assertThat(server.asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400,form_param_invalid,MALFORMED",
        "401,clerk_key_invalid,KEY_REFUSED",
        "402,unsupported,UNAVAILABLE",
        "403,not_allowed,UNAVAILABLE",
        "404,resource_not_found,NOT_FOUND",
        "409,form_identifier_exists,MALFORMED",
        "410,gone,UNAVAILABLE",
        "422,form_param_value_invalid,MALFORMED"
    })
    void whatCannotSucceedIsAskedForOnce(int status, String code, String kind) {
        Server server = new Server(Answer.error(status, code), Answer.ok());

        assertThat(failure(api(server.url())).kind()).isEqualTo(ApiException.Kind.valueOf(kind));

        assertThat(server.asked).hasSize(1);
    }

    @Test
    void whatFailsAgainAndAgainIsGivenUp() {
        Server server = new Server(Answer.error(503, "unavailable"));

        assertThat(failure(api(server.url())))
                .hasMessage("/v1/instance: Clerk answered 503 again and again")
                .extracting(ApiException::kind)
                .isEqualTo(ApiException.Kind.EXHAUSTED);

        assertThat(server.asked).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "1,1", "0,1", "soon,1", "-5,1", "'Wed, 21 Oct 2026 07:28:00 GMT',1"})
    void aRefusalForTheNumberIsWaitedForAsLongAsItSaysButASecondAtLeast(String retryAfter, int seconds)
            throws Exception {
        Server server = new Server(new Answer(429, Map.of("Retry-After", retryAfter), "{}"), Answer.ok());

        api(server.url()).object(ApiQuery.of("instance"));

        assertThat(time.waits).containsExactly(Duration.ofSeconds(seconds));
        assertThat(registry.get("rollcall.survey.requests")
                        .tag("outcome", "too_many")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theSecondRefusalForTheNumberEndsTheSurvey() {
        Server server = new Server(new Answer(429, Map.of(), "{}"));

        assertThat(failure(api(server.url())).kind()).isEqualTo(ApiException.Kind.CROWDED);

        assertThat(server.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-user_1", "user_1&user_2", "user/1", "../users", "user 1"})
    void noFilterIsEmptyAndNothingElseSlipsIn(String value) {
        assertThatThrownBy(() -> ApiQuery.of("users").withAll("user_id", List.of(value)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiQuery.of("users").withAll("user_id", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
