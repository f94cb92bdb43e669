package dev.rollcall.proving.chaos.load;

import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.WebhookEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends genuine messages one at a time and looks at the answers. They are of the load's world, so a further one changes nothing. */
public final class Prober implements AutoCloseable {

    private static final Duration SVIX_TIMEOUT = Duration.ofSeconds(15);

    private final URI url;
    private final Clock clock;
    private final Supplier<Iterator<WebhookEvent>> source;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(SVIX_TIMEOUT)
            .build();
    private Iterator<WebhookEvent> events;

    /** @param source the messages to send, begun again when they end */
    public Prober(URI url, Clock clock, Supplier<Iterator<WebhookEvent>> source) {
        this.url = url;
        this.clock = clock;
        this.source = source;
        events = source.get();
    }

    /**
     * One answer.
     *
     * @param status 0 when there was none
     * @param retryAfter whether it asks to try again soon
     * @param commandsTheSender whether it has a header that Svix obeys: never allowed
     */
    public record Answer(int status, Duration took, boolean retryAfter, boolean commandsTheSender) {}

    /** Sends so many, with a pause between them. */
    public List<Answer> send(int count, Duration pause, String secret) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        for (int sent = 0; sent < count; sent++) {
            answers.add(send(secret));
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        return answers;
    }

    private Answer send(String secret) throws InterruptedException {
        if (!events.hasNext()) {
            events = source.get();
        }
        WebhookEvent event = events.next();
        return send(event.messageId(), event.body(), secret);
    }

    /** Any bytes under any id. */
    public Answer send(String messageId, byte[] body, String secret) throws InterruptedException {
        long now = clock.instant().getEpochSecond();
        HttpRequest request = WebhookSignature.of(secret)
                .post(HttpRequest.newBuilder(url).timeout(SVIX_TIMEOUT), messageId, now, body)
                .build();
        long start = System.nanoTime();
        try {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            return new Answer(
                    response.statusCode(),
                    Duration.ofNanos(System.nanoTime() - start),
                    response.headers().firstValue("Retry-After").isPresent(),
                    response.headers().firstValue("webhook-delivery").isPresent());
        } catch (IOException none) {
            return new Answer(0, Duration.ofNanos(System.nanoTime() - start), false, false);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
