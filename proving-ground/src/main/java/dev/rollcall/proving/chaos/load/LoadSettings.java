package dev.rollcall.proving.chaos.load;

import dev.rollcall.simulator.world.WorldSettings;
import java.net.URI;
import java.time.Duration;

/**
 * What is sent while a fault lasts.
 *
 * @param world whose events
 * @param url where to
 * @param signingSecret {@code whsec_…}
 * @param ratePerSecond first attempts a second; 0 for as fast as possible
 * @param requestTimeout of an attempt; Svix's 15 s are shortened with its schedule
 * @param order in which the deliveries set out
 */
public record LoadSettings(
        WorldSettings world,
        URI url,
        String signingSecret,
        double ratePerSecond,
        Duration requestTimeout,
        Order order) {

    /** In what order. */
    public enum Order {
        /** As the world's faults say. */
        NATURAL,
        /** All events twice, shuffled as a whole. */
        SHUFFLED,
        /** The whole history three times over. */
        REPEATED
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LoadSettings[" + world + ", " + ratePerSecond + "/s, " + order + "]";
    }
}
