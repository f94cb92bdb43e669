package dev.rollcall.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestWriterTest {

    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/webhooks/clerk");
    private static final long NOW = 1_764_500_000;
    private static final WebhookEvent EVENT =
            World.of(WorldSettings.of(7, 1)).iterator().next();

    private final WebhookSignature signature = WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private final RequestWriter writer = new RequestWriter(ENDPOINT, signature, Duration.ofSeconds(15));

    @Test
    void aGenuineDeliveryIsTheWholeMessageSignedNow() {
        HttpRequest request = written(null);
        assertThat(request.uri()).isEqualTo(ENDPOINT);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.timeout()).hasValue(Duration.ofSeconds(15));
        assertThat(header(request, "User-Agent")).startsWith("Svix-Webhooks/");
        assertThat(header(request, "Content-Type")).isEqualTo("application/json");
        assertThat(header(request, "svix-id")).isEqualTo(EVENT.messageId());
        assertThat(header(request, "svix-timestamp")).isEqualTo(Long.toString(NOW));
        assertThat(isSignedAsItSays(request)).isTrue();
        assertThat(body(request)).isEqualTo(EVENT.body());
    }

    @Test
    void aRequestMadeByHandIsSignedTheSame() {
        HttpRequest byHand = signature
                .post(HttpRequest.newBuilder(ENDPOINT), EVENT.messageId(), NOW, EVENT.body())
                .build();
        assertThat(header(byHand, "svix-signature")).isEqualTo(header(written(null), "svix-signature"));
        assertThat(body(byHand)).isEqualTo(EVENT.body());
    }

    /** What only the time makes wrong is well signed. */
    @ParameterizedTest
    @EnumSource
    void aForgeryHasTheMessageAndIsNotSignedForIt(Forgery forgery) {
        HttpRequest request = written(forgery);
        assertThat(header(request, "svix-id")).isEqualTo(EVENT.messageId());
        assertThat(body(request)).isEqualTo(EVENT.body());
        assertThat(header(request, "svix-signature")).startsWith(forgery == Forgery.OTHER_VERSION ? "v2," : "v1,");
        assertThat(isSignedAsItSays(request)).isEqualTo(forgery == Forgery.TOO_OLD || forgery == Forgery.TOO_NEW);
        assertThat(Long.parseLong(header(request, "svix-timestamp")) - NOW)
                .isEqualTo(
                        switch (forgery) {
                            case TOO_OLD -> -600;
                            case TOO_NEW -> 600;
                            default -> 0L;
                        });
    }

    @Test
    void everyForgeryIsSignedInItsOwnWay() {
        String id = EVENT.messageId();
        byte[] changed = EVENT.body().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(header(written(Forgery.CHANGED_BODY), "svix-signature")).isEqualTo(signature.sign(id, NOW, changed));
        assertThat(header(written(Forgery.OTHER_MESSAGE), "svix-signature"))
                .isEqualTo(signature.sign(id + "x", NOW, EVENT.body()));
        assertThat(header(written(Forgery.OTHER_VERSION), "svix-signature").replace("v2,", "v1,"))
                .isEqualTo(signature.sign(id, NOW, EVENT.body()));
        assertThat(header(written(Forgery.EMPTY), "svix-signature")).isEqualTo("v1,");
        assertThat(header(written(Forgery.WRONG_SECRET), "svix-signature"))
                .isEqualTo(WebhookSignature.of("A".repeat(32)).sign(id, NOW, EVENT.body()));
    }

    @Test
    void whatIsSignedWithIsNotPrinted() {
        assertThat(new CourierSettings(ENDPOINT, signature, 5, 32, Duration.ofSeconds(1), new RetrySchedule(1)))
                .hasToString("CourierSettings[" + ENDPOINT + ", 5.0/s, connections=32]");
    }

    @Test
    void forgeriesComeInTurn() {
        assertThat(Forgery.ofCount(0)).isEqualTo(Forgery.WRONG_SECRET);
        assertThat(Forgery.ofCount(6)).isEqualTo(Forgery.EMPTY);
        assertThat(Forgery.ofCount(8)).isEqualTo(Forgery.CHANGED_BODY);
    }

    private HttpRequest written(@Nullable Forgery forgery) {
        return writer.write(new Delivery(EVENT, forgery), NOW);
    }

    private boolean isSignedAsItSays(HttpRequest request) {
        return header(request, "svix-signature")
                .equals(signature.sign(
                        header(request, "svix-id"), Long.parseLong(header(request, "svix-timestamp")), body(request)));
    }

    private static String header(HttpRequest request, String name) {
        return request.headers().firstValue(name).orElseThrow();
    }

    private static byte[] body(HttpRequest request) {
        BodyPublisher published = request.bodyPublisher().orElseThrow();
        BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
        published.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                bytes.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                bytes.onNext(List.of(part));
            }

            @Override
            public void onError(Throwable failure) {
                bytes.onError(failure);
            }

            @Override
            public void onComplete() {
                bytes.onComplete();
            }
        });
        return bytes.getBody().toCompletableFuture().join();
    }
}
