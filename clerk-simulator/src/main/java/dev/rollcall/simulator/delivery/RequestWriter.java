package dev.rollcall.simulator.delivery;

import dev.rollcall.simulator.world.WebhookEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;

/** Makes the request of one attempt: its timestamp is that of the attempt, and so its signature is its own. */
final class RequestWriter {

    private static final String USER_AGENT = "Svix-Webhooks/1.99.0 (sender-9YMgn; rollcall simulator)";
    private static final long TEN_MINUTES = 600;
    private static final WebhookSignature STRANGER =
            WebhookSignature.of("whsec_" + Base64.getEncoder().encodeToString(new byte[24]));

    private final WebhookSignature signature;
    private final HttpRequest.Builder template;

    RequestWriter(URI url, WebhookSignature signature, Duration timeout) {
        this.signature = signature;
        template = HttpRequest.newBuilder(url).timeout(timeout).setHeader("User-Agent", USER_AGENT);
    }

    HttpRequest write(Delivery delivery, long nowSeconds) {
        WebhookEvent event = delivery.event();
        Forgery forgery = delivery.forgery();
        if (forgery == null) {
            return request(event, nowSeconds, signature.sign(event.messageId(), nowSeconds, event.body()));
        }
        String id = event.messageId();
        byte[] body = event.body();
        return switch (forgery) {
            case WRONG_SECRET -> request(event, nowSeconds, STRANGER.sign(id, nowSeconds, body));
            case CHANGED_BODY -> request(event, nowSeconds, signature.sign(id, nowSeconds, changed(body)));
            case OTHER_MESSAGE -> request(event, nowSeconds, signature.sign(id + "x", nowSeconds, body));
            case TOO_OLD ->
                request(event, nowSeconds - TEN_MINUTES, signature.sign(id, nowSeconds - TEN_MINUTES, body));
            case TOO_NEW ->
                request(event, nowSeconds + TEN_MINUTES, signature.sign(id, nowSeconds + TEN_MINUTES, body));
            case OTHER_VERSION ->
                request(event, nowSeconds, signature.sign(id, nowSeconds, body).replace("v1,", "v2,"));
            case EMPTY -> request(event, nowSeconds, "v1,");
        };
    }

    private static byte[] changed(byte[] body) {
        byte[] other = body.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    private HttpRequest request(WebhookEvent event, long timestampSeconds, String signatures) {
        return WebhookSignature.post(template.copy(), event.messageId(), timestampSeconds, event.body(), signatures)
                .build();
    }
}
