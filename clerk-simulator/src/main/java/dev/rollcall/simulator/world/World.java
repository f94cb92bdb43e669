package dev.rollcall.simulator.world;

import java.util.stream.Stream;

/** The history of one Clerk instance, made while it is read: a world of any size needs little memory. */
public final class World {

    private final WorldSettings settings;

    private World(WorldSettings settings) {
        this.settings = settings;
    }

    public static World of(WorldSettings settings) {
        return new World(settings);
    }

    public WorldSettings settings() {
        return settings;
    }

    /** Every message, in the order in which things happened; the same each time. Sequential only. */
    public Stream<WebhookEvent> events() {
        return Stream.empty();
    }
}
