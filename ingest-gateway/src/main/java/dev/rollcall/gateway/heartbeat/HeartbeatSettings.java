package dev.rollcall.gateway.heartbeat;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often.
 *
 * @param interval between two heartbeats, signed events that the gateway sends to its own public port and that go the
 *     whole way; 1s to 1h, 0s for none
 */
@ConfigurationProperties("rollcall.gateway.heartbeat")
public record HeartbeatSettings(@DefaultValue("15s") Duration interval) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public HeartbeatSettings {
        boolean off = interval.isZero();
        if (!off && (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0)) {
            throw new SettingRefusedException(
                    "ROLLCALL_HEARTBEAT_INTERVAL", "is " + interval, "write a time between 1s and 1h, or 0s for none");
        }
    }

    boolean isOff() {
        return interval.isZero();
    }
}
