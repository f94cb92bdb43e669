package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.SharedServers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Crowds of senders that are slow, half open or deaf cost the genuine one nothing, and are rid of in the end. */
class SlowSendersIT {

    private static final int CROWD = 2_000;
    private static final int GENUINE = 1_000;
    private static final Signer SIGNER = Signer.PUBLISHED;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "slow-senders.").declare();
        gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), Clock.systemUTC())
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        try (RunningGateway ended = gateway) {
            ended.assertBalanced();
        }
    }

    @Test
    void twoThousandSlowSocketsDoNotStopTheGenuineSender() throws InterruptedException {
        sendGenuine("warm");
        long[] alone = sendGenuine("alone");
        List<RawConnection> crowd = new ArrayList<>();
        try {
            IntStream.range(0, CROWD).forEach(index -> crowd.add(slow(index)));
            Thread dripping = Thread.ofPlatform().daemon().start(() -> drip(crowd));
            long[] besides = sendGenuine("besides");
            System.out.printf(
                    "genuine requests, p50/p99 in microseconds: alone %d/%d, beside %d slow sockets %d/%d%n",
                    percentile(alone, 50),
                    percentile(alone, 99),
                    CROWD,
                    percentile(besides, 50),
                    percentile(besides, 99));
            dripping.join();
            for (RawConnection connection : crowd) {
                awaitEnd(connection);
            }
        } finally {
            crowd.forEach(RawConnection::close);
        }
        assertThat(gateway.scrape().requests("outcome=\"acknowledged\"")).isEqualTo(3 * GENUINE);
        assertThat(gateway.scrape().requests("outcome=\"unavailable\"")).isZero();
    }

    /** Answers that nobody reads would otherwise pile up in the gateway's memory. */
    @Test
    void aSenderThatNeverReadsItsAnswersIsRidOf() throws IOException {
        byte[] forged = request("forged", Long.toString(0)).bytes();
        int most = 400_000;
        int sent = 0;
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            OutputStream output = deaf.getOutputStream();
            byte[] hundred = new byte[100 * forged.length];
            for (int index = 0; index < 100; index++) {
                System.arraycopy(forged, 0, hundred, index * forged.length, forged.length);
            }
            while (sent < most) {
                output.write(hundred);
                sent += 100;
            }
        } catch (SocketException ended) {
            // As it must be.
        }
        assertThat(sent)
                .as("requests that were taken without reading an answer")
                .isLessThan(most);
    }

    private static long[] sendGenuine(String name) {
        long[] nanos = new long[GENUINE];
        try (RawConnection connection = new RawConnection(gateway.port())) {
            for (int index = 0; index < GENUINE; index++) {
                long begun = System.nanoTime();
                int status = connection
                        .send(request("msg_" + name + index, SIGNER.secret()).bytes())
                        .answer()
                        .status();
                nanos[index] = System.nanoTime() - begun;
                assertThat(status).isEqualTo(202);
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static RawRequest request(String id, String secret) {
        byte[] body = ("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_1\",\"name\":\"" + "n".repeat(1000) + "\"}}")
                .getBytes(UTF_8);
        RawRequest genuine =
                RawRequest.signed(SIGNER, id, Clock.systemUTC().instant().getEpochSecond(), body);
        return secret.equals(SIGNER.secret())
                ? genuine
                : genuine.body("{}".getBytes(UTF_8)).replacing("Content-Length", "2");
    }

    /** Silent, in the middle of the head, at the end of the head, in the middle of a body, or with its output ended. */
    private static RawConnection slow(int index) {
        RawConnection connection = new RawConnection(gateway.port());
        byte[] whole = request("msg_slow" + index, SIGNER.secret()).bytes();
        int head = whole.length - 1_050;
        return switch (index % 4) {
            case 0 -> connection;
            case 1 -> connection.send(Arrays.copyOf(whole, 20));
            case 2 -> connection.send(Arrays.copyOf(whole, head));
            default -> connection.send(Arrays.copyOf(whole, whole.length - 100));
        };
    }

    /** One more byte for each that still listens: it gains them no time. */
    private static void drip(List<RawConnection> crowd) {
        for (int index = 0; index < crowd.size(); index++) {
            if (index % 4 != 0) {
                try {
                    crowd.get(index).send("x");
                } catch (java.io.UncheckedIOException ended) {
                    // Then it is rid of already.
                }
            }
        }
    }

    /** An answer may come first. */
    private static void awaitEnd(RawConnection connection) {
        boolean ended = connection.isEnded();
        while (!ended) {
            ended = connection.isEnded();
        }
    }

    private static long percentile(long[] sortedNanos, int percent) {
        return sortedNanos[sortedNanos.length * percent / 100] / 1_000;
    }
}
