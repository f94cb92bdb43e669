package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.Meaning.State;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What somebody without the secret sends: well-formed events that would delete what lives, or create what does not. */
public final class Forgeries {

    /** One forgery follows so many events of the world. */
    public static final int EVERY = 50;

    private static final int FIRST = 5;

    /** Apart from every world's ids, which use the low bits. */
    private static final int SPACE = 0x8000;

    private final ClerkIds ids;

    private Forgeries(WorldSettings settings) {
        ids = new ClerkIds(settings.seed(), SPACE);
    }

    public static Forgeries of(WorldSettings settings) {
        return new Forgeries(settings);
    }

    /** Whether one follows the event at this place, counted from 1. */
    public static boolean isDue(long place) {
        return place % EVERY == FIRST;
    }

    /** The names of all forgeries of a world: none of them may be found anywhere. */
    public static Stream<Names> allOf(WorldSettings settings) {
        if (!settings.faults().contains(Fault.FORGED)) {
            return Stream.empty();
        }
        Forgeries forgeries = of(settings);
        return IntStream.rangeClosed(1, settings.events())
                .filter(Forgeries::isDue)
                .mapToObj(place -> forgeries.names());
    }

    /** @param model an event just sent: if it is a state, the forgery pretends that its object is deleted */
    public WebhookEvent next(WebhookEvent model) {
        Names names = names();
        if (model.meaning() instanceof State state) {
            Entity entity = state.entity();
            return event(
                    names,
                    entity.resource() + ".deleted",
                    "{\"object\":\"" + entity.resource() + "\",\"id\":\"" + entity.id() + "\",\"deleted\":true}");
        }
        return event(
                names,
                "user.created",
                "{\"object\":\"user\",\"id\":\"" + names.userId() + "\",\"first_name\":\"Forged\",\"updated_at\":"
                        + History.BASE_MILLIS + ",\"created_at\":" + History.BASE_MILLIS + "}");
    }

    private Names names() {
        return new Names(ids.next("msg_", History.BASE_MILLIS), ids.next("user_", History.BASE_MILLIS));
    }

    private static WebhookEvent event(Names names, String type, String data) {
        String body = "{\"object\":\"event\",\"type\":\"" + type + "\",\"timestamp\":" + History.BASE_MILLIS
                + ",\"data\":" + data + "}";
        return new WebhookEvent(
                type, names.messageId(), body.getBytes(StandardCharsets.UTF_8), new Meaning.Nothing(), 0, Fault.FORGED);
    }

    /** The ids of one forgery. */
    public record Names(String messageId, String userId) {}
}
