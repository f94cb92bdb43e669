package dev.rollcall.gateway.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.receive.ReceiveSettings.Deadlines;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawAnswer;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.startup.SettingRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How requests are read and answers are written, with a reception whose answers the test decides. */
class WebhookServerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Deadlines PATIENT = new Deadlines(LONG, LONG, LONG, Duration.ofMillis(2400), LONG);
    private static final byte[] BODY = "{\"type\":\"user.created\"}".getBytes(UTF_8);
    private static final RawRequest REQUEST = request(BODY);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(registry);
    private final BlockingQueue<Taken> taken = new ArrayBlockingQueue<>(10_000);
    private final List<WebhookServer> servers = new ArrayList<>();
    private final Reception admitsAll =
            head -> new Admission.Admitted((body, answer) -> taken.add(new Taken(body, answer)));
    private final Reception storesAtOnce =
            head -> new Admission.Admitted((body, answer) -> answer.accept(Answer.STORED));

    @SuppressWarnings("ArrayRecordComponent")
    private record Taken(byte[] body, Consumer<Answer> answer) {}

    @AfterEach
    void stop() throws InterruptedException {
        for (WebhookServer server : servers) {
            server.drain(LONG);
            server.close();
        }
        assertThat(metrics.inFlight())
                .as("every request that was received has its answer")
                .isZero();
        assertThat(registry.get(IngestMetric.RECEIVED.meterName()).counter().count())
                .isEqualTo(registry.find(IngestMetric.REQUESTS.meterName()).counters().stream()
                        .mapToDouble(Counter::count)
                        .sum());
        assertThat(registry.get(IngestMetric.UNFINISHED_BYTES.meterName())
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get(IngestMetric.CONNECTIONS.meterName()).gauge().value())
                .isZero();
    }

    @Test
    void answersWhenTheReceptionDoesAndKeepsTheConnection() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            for (Answer decided : List.of(Answer.STORED, Answer.NOT_ACKNOWLEDGED, Answer.NO_MATCHING_SIGNATURE)) {
                connection.send(REQUEST.bytes());
                Taken request = next();
                assertThat(request.body()).isEqualTo(BODY);
                request.answer().accept(decided);
                RawAnswer answer = connection.answer();
                assertThat(answer.status()).isEqualTo(decided.status());
                assertThat(answer.header("Connection")).isEmpty();
                assertThat(answer.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrderHoweverSlowTheFirst() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            connection.send(new String(REQUEST.bytes(), UTF_8).repeat(3));
            Taken first = next();
            assertThat(taken).as("one request at a time").isEmpty();
            first.answer().accept(Answer.STORED);
            next().answer().accept(Answer.NOT_ACKNOWLEDGED);
            next().answer().accept(Answer.EXCLUDED_TYPE);
            assertThat(connection.answer().status()).isEqualTo(202);
            assertThat(connection.answer().status()).isEqualTo(503);
            assertThat(connection.answer().status()).isEqualTo(202);
        }
    }

    /** Neither what is parsed of it nor what is only buffered may wait as long as an idle connection. */
    @Test
    void givesHalfAPipelinedHeadTheDeadlineOfAHead() throws InterruptedException {
        Deadlines shortHead = new Deadlines(SHORT, LONG, LONG, Duration.ofMillis(2400), LONG);
        String whole = new String(REQUEST.bytes(), UTF_8);
        int port = start(storesAtOnce, shortHead);
        for (String half :
                List.of("P", "POST /webhooks/clerk HTTP/1.1\r\n", "POST /webhooks/clerk HTTP/1.1\r\nHost: x")) {
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(whole + half);
                assertThat(connection.answer().status()).isEqualTo(202);
                assertThat(connection.answer().status()).isEqualTo(408);
            }
        }
    }

    @Test
    void answersThousandsOfPipelinedRequests() throws InterruptedException {
        int count = 5000;
        try (RawConnection connection = new RawConnection(start(storesAtOnce, PATIENT))) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> connection.send(new String(REQUEST.bytes(), UTF_8).repeat(count)));
            for (int index = 0; index < count; index++) {
                assertThat(connection.answer().status()).isEqualTo(202);
            }
            sending.join();
        }
    }

    @Test
    void answersPipelinedRequestsThatAreAnsweredLater() throws InterruptedException {
        Reception later = head -> new Admission.Admitted(
                (body, answer) -> ForkJoinPool.commonPool().execute(() -> answer.accept(Answer.STORED)));
        try (RawConnection connection = new RawConnection(start(later, PATIENT))) {
            connection.send(new String(REQUEST.bytes(), UTF_8).repeat(500));
            for (int index = 0; index < 500; index++) {
                assertThat(connection.answer().status()).isEqualTo(202);
            }
        }
    }

    @Test
    void readsABodyOfManySmallChunks() throws InterruptedException {
        byte[] body = "x".repeat(20_000).getBytes(UTF_8);
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            connection.send(request(body).chunked(1).bytes());
            Taken request = next();
            assertThat(request.body()).isEqualTo(body);
            request.answer().accept(Answer.STORED);
            assertThat(connection.answer().status()).isEqualTo(202);
        }
    }

    @Test
    void refusesAMalformedChunk() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            connection.send(REQUEST.chunked(8).body("zz\r\n".getBytes(UTF_8)).bytes());
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void refusesAnEndlessBodyAtTheCapAndStopsReading() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            RawRequest endless = request(new byte[600 * 1024]).chunked(4096);
            connection.send(endless.bytes());
            assertThat(connection.answer().status()).isEqualTo(413);
            assertThat(connection.isEnded()).isTrue();
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            connection.send(REQUEST.with("Expect: 100-continue").head());
            assertThat(connection.answer().status()).isEqualTo(100);
            connection.send(BODY);
            next().answer().accept(Answer.STORED);
            assertThat(connection.answer().status()).isEqualTo(202);
        }
    }

    @Test
    void doesNotAskForABodyThatItRefuses() throws InterruptedException {
        Reception refuses = head -> new Admission.Refused(Answer.MISSING_HEADER);
        try (RawConnection connection = new RawConnection(start(refuses, PATIENT))) {
            connection.send(REQUEST.with("Expect: 100-continue").head());
            RawAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void delivesTheAnswerEvenThoughMuchOfTheBodyIsUnread() throws InterruptedException {
        Reception refuses = head -> new Admission.Refused(Answer.TIMESTAMP_OLD);
        try (RawConnection connection = new RawConnection(start(refuses, PATIENT))) {
            connection.send(request(new byte[500 * 1024]).bytes());
            assertThat(connection.answer().status()).isEqualTo(401);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void answersHeadWithoutABody() throws InterruptedException {
        try (RawConnection connection = new RawConnection(start(admitsAll, PATIENT))) {
            connection.send("HEAD /webhooks/clerk HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawAnswer answer = connection.answerWithoutBody();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void endsTheConnectionWhenTheSenderAsksForThat() throws InterruptedException {
        int port = start(storesAtOnce, PATIENT);
        for (RawRequest last :
                List.of(REQUEST.with("Connection: close"), REQUEST.line("POST /webhooks/clerk HTTP/1.0"))) {
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(last.bytes());
                RawAnswer answer = connection.answer();
                assertThat(answer.status()).isEqualTo(202);
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(connection.isEnded()).isTrue();
            }
        }
    }

    @Test
    void gives408ToAHeadThatTakesTooLong() throws InterruptedException {
        Deadlines hurried = new Deadlines(SHORT, LONG, LONG, Duration.ofSeconds(2), LONG);
        try (RawConnection connection = new RawConnection(start(admitsAll, hurried))) {
            connection.send("POST /webhooks/clerk HTTP/1.1\r\nHost: loc");
            assertThat(connection.answer().status()).isEqualTo(408);
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @Test
    void gives408ToABodyThatTakesTooLongThoughItNeverStops() throws InterruptedException {
        Deadlines hurried = new Deadlines(LONG, SHORT, LONG, Duration.ofSeconds(2), LONG);
        try (RawConnection connection = new RawConnection(start(admitsAll, hurried))) {
            connection.send(request(new byte[500_000]).head());
            CompletableFuture<RawAnswer> answer = CompletableFuture.supplyAsync(connection::answer);
            while (!answer.isDone()) {
                trickle(connection);
            }
            assertThat(answer.join().status()).isEqualTo(408);
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void closesAConnectionOnWhichNothingComes() throws InterruptedException {
        Deadlines hurried = new Deadlines(SHORT, LONG, SHORT, Duration.ofSeconds(2), LONG);
        int port = start(storesAtOnce, hurried);
        try (RawConnection silent = new RawConnection(port);
                RawConnection idle = new RawConnection(port)) {
            assertThat(silent.isEnded()).isTrue();
            assertThat(idle.isEnded()).isTrue();
        }
        try (RawConnection used = new RawConnection(port)) {
            used.send(REQUEST.bytes());
            assertThat(used.answer().status()).isEqualTo(202);
            assertThat(used.isEnded()).as("idle between two requests").isTrue();
        }
        assertThat(received()).as("nothing was received on the first two").isEqualTo(1);
    }

    @Test
    void answers503WhenNobodyElseDoesInTime() throws InterruptedException {
        Deadlines hurried = new Deadlines(LONG, LONG, LONG, SHORT, LONG);
        try (RawConnection connection = new RawConnection(start(admitsAll, hurried))) {
            connection.send(REQUEST.bytes());
            assertThat(connection.answer().status()).isEqualTo(503);
            Taken late = next();

            connection.send(REQUEST.bytes());
            Taken current = next();
            late.answer().accept(Answer.STORED);
            current.answer().accept(Answer.EXCLUDED_TYPE);
            assertThat(connection.answer().status())
                    .as("a late acknowledgement is not taken for the next request's")
                    .isIn(202, 503);
        }
        assertThat(registry.get(IngestMetric.LATE_ACKNOWLEDGEMENTS.meterName())
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(count(Answer.OVERDUE)).isGreaterThanOrEqualTo(1);
        assertThat(count(Answer.STORED)).isZero();
    }

    @Test
    void countsARequestWhoseSenderGoesAwayInTheMiddle() throws InterruptedException {
        int port = start(admitsAll, PATIENT);
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(REQUEST.with("Expect: 100-continue").head());
            assertThat(connection.answer().status()).isEqualTo(100);
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("POST /webhooks/clerk HTTP/1.1\r\nHost: loc");
        }
        drainAll();
        assertThat(count(Answer.DISCONNECTED)).isEqualTo(1);
        assertThat(received()).as("half a head is no request").isEqualTo(1);
    }

    @Test
    void countsARequestAsStoredThoughItsSenderIsGone() throws InterruptedException {
        int port = start(admitsAll, PATIENT);
        Taken request;
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(REQUEST.bytes());
            request = next();
        }
        request.answer().accept(Answer.STORED);
        drainAll();
        assertThat(count(Answer.STORED)).isEqualTo(1);
    }

    @Test
    void answers503AfterAFaultOfItsOwnAndGoesOn() throws InterruptedException {
        Reception faulty = head -> {
            throw new IllegalStateException("a fault on purpose");
        };
        int port = start(faulty, PATIENT);
        for (int index = 0; index < 3; index++) {
            RawAnswer answer = RawConnection.exchange(port, REQUEST);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"error\":\"unavailable\"}");
        }
        assertThat(count(Answer.INTERNAL)).isEqualTo(3);
    }

    @Test
    void closesConnectionsBeyondTheLimitAndServesTheOthers() throws InterruptedException {
        int port = start(storesAtOnce, PATIENT, 2);
        try (RawConnection first = new RawConnection(port);
                RawConnection second = new RawConnection(port)) {
            assertThat(first.send(REQUEST.bytes()).answer().status()).isEqualTo(202);
            assertThat(second.send(REQUEST.bytes()).answer().status()).isEqualTo(202);
            try (RawConnection third = new RawConnection(port)) {
                assertThat(third.isEnded()).isTrue();
            }
            assertThat(first.send(REQUEST.bytes()).answer().status()).isEqualTo(202);
        }
    }

    @Test
    void aStrangersPlaceGoesToTheNewcomerWhateverTheStrangerHasBegun() throws InterruptedException {
        int port = start(storesAtOnce, PATIENT, 3);
        try (RawConnection silent = new RawConnection(port);
                RawConnection inHead = new RawConnection(port);
                RawConnection inBody = new RawConnection(port)) {
            inHead.send("POST /webhooks/clerk HTTP/1.1\r\nHost: x");
            inBody.send(REQUEST.with("Expect: 100-continue").head());
            assertThat(inBody.answer().status()).isEqualTo(100);
            List<RawConnection> genuine = new ArrayList<>();
            try {
                for (int index = 0; index < 3; index++) {
                    genuine.add(new RawConnection(port));
                    RawAnswer answer = genuine.getLast().send(REQUEST.bytes()).answer();
                    assertThat(answer.status()).isEqualTo(202);
                    assertThat(answer.header("Connection")).isEmpty();
                }
                assertThat(silent.isEnded()).isTrue();
                for (RawConnection begun : List.of(inHead, inBody)) {
                    assertTellsToTryAgain(begun.answer());
                    assertThat(begun.isEnded()).isTrue();
                }
                try (RawConnection fourth = new RawConnection(port)) {
                    assertThat(fourth.isEnded())
                            .as("verified senders hold all places")
                            .isTrue();
                }
                for (RawConnection kept : genuine) {
                    assertThat(kept.send(REQUEST.bytes()).answer().status()).isEqualTo(202);
                }
            } finally {
                genuine.forEach(RawConnection::close);
            }
        }
        assertThat(count(Answer.OVER_CAPACITY)).isEqualTo(2);
    }

    @Test
    void aVerifiedRequestInFlightKeepsItsPlace() throws InterruptedException {
        int port = start(admitsAll, PATIENT, 1);
        try (RawConnection waiting = new RawConnection(port)) {
            waiting.send(REQUEST.bytes());
            Taken request = next();
            try (RawConnection late = new RawConnection(port)) {
                assertThat(late.isEnded()).isTrue();
            }
            request.answer().accept(Answer.STORED);
            assertThat(waiting.answer().status()).isEqualTo(202);
        }
    }

    /** A request that is refused after it was read whole was forged: it earns no place. */
    @Test
    void aForgedRequestEarnsNoPlace() throws InterruptedException {
        int port = start(admitsAll, PATIENT, 1);
        try (RawConnection forger = new RawConnection(port)) {
            forger.send(REQUEST.bytes());
            next().answer().accept(Answer.NO_MATCHING_SIGNATURE);
            assertThat(forger.answer().status()).isEqualTo(401);
            try (RawConnection genuine = new RawConnection(port)) {
                genuine.send(REQUEST.bytes());
                next().answer().accept(Answer.STORED);
                assertThat(genuine.answer().status()).isEqualTo(202);
            }
            assertThat(forger.isEnded()).isTrue();
        }
    }

    private static void assertTellsToTryAgain(RawAnswer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void a503ThatEndsTheConnectionSaysWhenToTryAgain() throws Exception {
        int port = start(admitsAll, PATIENT);
        WebhookServer server = servers.remove(0);
        RawConnection waiting = new RawConnection(port);
        try {
            waiting.send(REQUEST.bytes());
            Taken request = next();
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> drain(server, LONG));
            Eventually.isTrue("the gateway stops", () -> !letsIn(port));
            request.answer().accept(Answer.NOT_ACKNOWLEDGED);
            assertTellsToTryAgain(waiting.answer());
            assertThat(waiting.isEnded()).isTrue();
            waiting.close();
            assertThat(drained.get(15, TimeUnit.SECONDS)).isTrue();
        } finally {
            waiting.close();
            server.close();
        }
    }

    @Test
    void servesOthersWhileHundredsOfSlowSendersHoldTheirConnections() throws InterruptedException {
        int port = start(storesAtOnce, PATIENT);
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (int index = 0; index < 300; index++) {
                RawConnection connection = new RawConnection(port);
                slow.add(connection);
                connection.send(request(new byte[500_000]).head());
                connection.send(new byte[index % 2 == 0 ? 10 : 400_000]);
            }
            RawRequest usual = request(new byte[BodyMemory.FREE_BYTES]);
            Eventually.isTrue("the memory for large bodies is used up", () -> {
                assertThat(RawConnection.exchange(port, usual).status()).isEqualTo(202);
                return count(Answer.OVER_CAPACITY) > 0;
            });
            assertThat(RawConnection.exchange(port, usual).status()).isEqualTo(202);
            assertTellsToTryAgain(slow.get(1).answer());
            RawConnection newest = slow.getLast();
            newest.send(new byte[100_000]);
            assertThat(newest.answer().status())
                    .as("the oldest large one has given way to it")
                    .isEqualTo(202);
        } finally {
            slow.forEach(RawConnection::close);
        }
    }

    @Test
    void stopsByAnsweringWhatHasBegunAndClosingTheRest() throws Exception {
        int port = start(admitsAll, PATIENT);
        WebhookServer server = servers.remove(0);
        try (RawConnection idle = new RawConnection(port);
                RawConnection waiting = new RawConnection(port);
                RawConnection reading = new RawConnection(port)) {
            waiting.send(REQUEST.bytes());
            Taken first = next();
            reading.send(REQUEST.with("Expect: 100-continue").head());
            assertThat(reading.answer().status()).isEqualTo(100);

            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> drain(server, LONG));
            assertThat(idle.isEnded()).isTrue();
            assertThat(letsIn(port)).isFalse();
            first.answer().accept(Answer.STORED);
            reading.send(BODY);
            next().answer().accept(Answer.STORED);
            for (RawConnection begun : List.of(waiting, reading)) {
                RawAnswer answer = begun.answer();
                assertThat(answer.status()).isEqualTo(202);
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(begun.isEnded()).isTrue();
                begun.close();
            }
            assertThat(drained.get(15, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.close();
        }
    }

    /** Until the selector's next turn the kernel may still take a connection; it is reset then. */
    private static boolean letsIn(int port) {
        try (RawConnection late = new RawConnection(port)) {
            return !late.isEnded();
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void givesUpOnRequestsThatOutlastTheStop() throws InterruptedException {
        int port = start(admitsAll, PATIENT);
        WebhookServer server = servers.remove(0);
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(REQUEST.bytes());
            next();
            assertThat(server.drain(SHORT)).isFalse();
        } finally {
            server.close();
        }
        assertThat(count(Answer.OVERDUE)).isEqualTo(1);
    }

    /** B60: what it cannot read it refuses, and goes on. */
    @Test
    void refusesHundredsOfGarbledRequestsAndNeverFails() throws InterruptedException {
        long seed = 20261121;
        Random random = new Random(seed);
        Reception refuses = head -> new Admission.Refused(Answer.MISSING_HEADER);
        Deadlines hurried = new Deadlines(SHORT, SHORT, SHORT, Duration.ofSeconds(2), SHORT);
        int port = start(refuses, hurried);
        for (int index = 0; index < 300; index++) {
            byte[] garbled = REQUEST.bytes();
            for (int change = 0; change <= index % 10; change++) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(garbled);
                assertThat(connection.answer().status())
                        .as("seed %d, request %d", seed, index)
                        .isBetween(400, 499);
            }
        }
        assertThat(count(Answer.INTERNAL)).isZero();
    }

    @Test
    void saysWhichSettingToChangeWhenThePortIsTaken() throws InterruptedException {
        int port = start(storesAtOnce, PATIENT);
        WebhookServer second = new WebhookServer(settings(port, PATIENT, 10), storesAtOnce, metrics, Clock.systemUTC());
        assertThatThrownBy(second::start)
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith(
                        "ROLLCALL_GATEWAY_PORT is " + port + ", which cannot be listened on at 127.0.0.1");
    }

    private int start(Reception reception, Deadlines deadlines) throws InterruptedException {
        return start(reception, deadlines, 1000);
    }

    private int start(Reception reception, Deadlines deadlines, int mostConnections) throws InterruptedException {
        WebhookServer server =
                new WebhookServer(settings(0, deadlines, mostConnections), reception, metrics, Clock.systemUTC());
        server.start();
        servers.add(server);
        return server.port();
    }

    private void drainAll() throws InterruptedException {
        for (WebhookServer server : servers) {
            assertThat(server.drain(LONG)).isTrue();
        }
    }

    private Taken next() throws InterruptedException {
        Taken next = taken.poll(15, TimeUnit.SECONDS);
        assertThat(next).as("a request was handed over").isNotNull();
        return next;
    }

    private double count(Answer answer) {
        return registry.get(IngestMetric.REQUESTS.meterName())
                .tag("reason", answer.reason())
                .counter()
                .count();
    }

    private double received() {
        return registry.get(IngestMetric.RECEIVED.meterName()).counter().count();
    }

    private static boolean drain(WebhookServer server, Duration within) {
        try {
            return server.drain(within);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** One more byte; the connection may have ended meanwhile. */
    private static void trickle(RawConnection connection) {
        try {
            connection.send(" ");
        } catch (java.io.UncheckedIOException ended) {
            // The answer is what counts.
        }
    }

    private static ReceiveSettings settings(int port, Deadlines deadlines, int mostConnections) {
        return new ReceiveSettings(port, "127.0.0.1", 2, mostConnections, deadlines);
    }

    private static RawRequest request(byte[] body) {
        return RawRequest.signed(Signer.PUBLISHED, "msg_1", 1_614_265_330, body);
    }
}
