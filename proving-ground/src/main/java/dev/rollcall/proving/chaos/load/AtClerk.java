package dev.rollcall.proving.chaos.load;

import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Clerk has after all that one system was sent. What was not acknowledged has happened there too, and may not have
 * arrived here: of that nothing is promised.
 */
public final class AtClerk {

    private final ClerkObjects objects = ClerkObjects.packed();
    private final Set<String> unpromised = new HashSet<>();

    /** All events of its world happened, whichever of their deliveries arrived. */
    public void told(Load load) {
        Set<String> undelivered = load.ledger().undeliveredIds();
        World.of(load.settings().world()).events().forEachOrdered(event -> {
            objects.happened(event);
            if (undelivered.contains(event.messageId())) {
                about(event).map(Entity::id).forEach(unpromised::add);
            }
        });
    }

    public ClerkObjects objects() {
        return objects;
    }

    /** @param ids of an object and its owners: whether every message that decides about it was acknowledged */
    public boolean isPromised(Stream<String> ids) {
        return ids.noneMatch(unpromised::contains);
    }

    private static Stream<Entity> about(WebhookEvent event) {
        return switch (event.meaning()) {
            case Meaning.State state -> Stream.of(state.entity());
            case Meaning.End end -> Stream.of(end.entity());
            case Meaning.DeadLetter letter -> Stream.empty();
            case Meaning.Nothing nothing -> Stream.empty();
        };
    }
}
