package dev.rollcall.gateway;

import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.receive.ReceiveSettings;
import dev.rollcall.gateway.receive.Reception;
import dev.rollcall.gateway.receive.WebhookServer;
import dev.rollcall.gateway.verify.Source;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.startup.warm.MadeUpUser;
import dev.rollcall.startup.warm.WarmUp;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Made-up events on the way of real ones, from the socket to the record and back to the answer: through a port of its own
 * that only this machine reaches, signed with a secret that nobody else has, into a publisher that keeps nothing.
 *
 * @param reception a pipeline of its own, whose source, publisher and metrics are nobody else's
 * @param source that the reception knows
 * @param metrics that nobody reads
 */
record Rehearsal(Reception reception, Source source, IngestMetrics metrics, Clock clock) implements WarmUp.Work {

    /** Enough for the compiler to take notice of what each of them runs. */
    private static final int EVENTS = 2_000;

    private static final int EVENTS_OF_A_CONNECTION = 100;

    /** Of each wait, so that the thread ends some time. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final String ACCEPTED = "HTTP/1.1 202 ";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    @Override
    public void run(BooleanSupplier timeIsLeft) throws IOException, InterruptedException {
        InetAddress here = InetAddress.getLoopbackAddress();
        WebhookServer server = new WebhookServer(
                new ReceiveSettings(
                        0,
                        here.getHostAddress(),
                        1,
                        2,
                        new ReceiveSettings.Deadlines(LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH)),
                reception,
                metrics,
                clock);
        server.start();
        try {
            for (int sent = 0; sent < EVENTS && timeIsLeft.getAsBoolean(); sent += EVENTS_OF_A_CONNECTION) {
                try (Socket connection = new Socket()) {
                    connection.setTcpNoDelay(true);
                    connection.setSoTimeout(TIMEOUT_MILLIS);
                    connection.connect(new InetSocketAddress(here, server.port()), TIMEOUT_MILLIS);
                    exchange(connection, timeIsLeft);
                }
            }
        } finally {
            server.close();
        }
    }

    private void exchange(Socket connection, BooleanSupplier timeIsLeft) throws IOException {
        MadeUpUser user = MadeUpUser.any();
        long millis = clock.millis();
        byte[] body = user.event("user.created", millis);
        for (int event = 0; event < EVENTS_OF_A_CONNECTION && timeIsLeft.getAsBoolean(); event++) {
            connection.getOutputStream().write(request("msg_" + user.id() + event, millis, body));
            requireAccepted(connection.getInputStream());
        }
    }

    private byte[] request(String id, long millis, byte[] body) {
        String timestamp = Long.toString(Math.floorDiv(millis, 1000L));
        byte[] head = """
                POST /webhooks/%s HTTP/1.1\r
                host: localhost\r
                user-agent: Rollcall\r
                content-type: application/json\r
                content-length: %s\r
                svix-id: %s\r
                svix-timestamp: %s\r
                svix-signature: %s\r
                \r
                """.formatted(
                        source.name().value(),
                        body.length,
                        id,
                        timestamp,
                        source.sign(new MessageId(id), timestamp, body))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Such an answer has no body. */
    private static void requireAccepted(InputStream answers) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] bytes = new byte[512];
        while (answer.indexOf(END_OF_HEAD) < 0) {
            int read = answers.read(bytes);
            if (read < 0) {
                throw new EOFException("the connection has ended before the answer");
            }
            answer.append(new String(bytes, 0, read, StandardCharsets.US_ASCII));
        }
        if (!answer.toString().startsWith(ACCEPTED)) {
            throw new IOException("a made-up event was refused");
        }
    }
}
