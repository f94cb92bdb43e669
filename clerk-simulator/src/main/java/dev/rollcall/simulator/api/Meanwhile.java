package dev.rollcall.simulator.api;

import dev.rollcall.simulator.world.WebhookEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What happens at Clerk between two requests: the next events of a world. Each is also sent, before or after the API shows
 * it, or never; some the API shows only some requests later, at the place where they would have been.
 */
final class Meanwhile implements Consumer<ApiRequest> {

    private static final int LONGEST_LATE = 5;

    /**
     * How much, and how it is told. Shares are of a thousand events.
     *
     * @param seed decides which
     * @param events before each request
     * @param withheld whose webhook is lost
     * @param late which the API shows up to five requests later than the webhook tells them
     */
    public record Settings(long seed, int events, int withheld, int late) {}

    private record Late(long due, WebhookEvent event) {}

    private final Iterator<WebhookEvent> events;
    private final ClerkObjects objects;
    private final Consumer<WebhookEvent> webhooks;
    private final Settings settings;
    private final Random dice;
    private final Deque<Late> late = new ArrayDeque<>();
    private final Set<String> lost = new HashSet<>();
    private long requests;

    /** @param webhooks what is sent goes here, on the thread of the request */
    Meanwhile(Iterator<WebhookEvent> events, ClerkObjects objects, Consumer<WebhookEvent> webhooks, Settings settings) {
        this.events = events;
        this.objects = objects;
        this.webhooks = webhooks;
        this.settings = settings;
        dice = new Random(settings.seed());
    }

    @Override
    public synchronized void accept(ApiRequest request) {
        requests++;
        while (!late.isEmpty() && late.getFirst().due() <= requests) {
            objects.happened(late.removeFirst().event());
        }
        for (int event = 0; event < settings.events() && events.hasNext(); event++) {
            happen(events.next());
        }
    }

    /** Nothing is late any more. */
    public synchronized void settle() {
        late.forEach(one -> objects.happened(one.event()));
        late.clear();
    }

    /** Ids of the messages that nobody was sent. */
    public synchronized Set<String> lost() {
        return Set.copyOf(lost);
    }

    private void happen(WebhookEvent event) {
        int thrown = dice.nextInt(1000);
        if (thrown < settings.withheld()) {
            lost.add(event.messageId());
            objects.happened(event);
        } else if (thrown < settings.withheld() + settings.late()) {
            webhooks.accept(event);
            // In order, so that an object never goes back.
            long after = late.isEmpty() ? requests : late.getLast().due();
            late.add(new Late(Math.max(after, requests + 1 + dice.nextInt(LONGEST_LATE)), event));
        } else if (dice.nextBoolean()) {
            webhooks.accept(event);
            objects.happened(event);
        } else {
            objects.happened(event);
            webhooks.accept(event);
        }
    }
}
