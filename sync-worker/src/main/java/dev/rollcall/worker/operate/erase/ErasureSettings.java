package dev.rollcall.worker.operate.erase;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long personal data is kept.
 *
 * @param erasureHoldback how long an ended row keeps its content, in case the delete was a mistake; 0s to 365d
 */
@ConfigurationProperties("rollcall.personal-data")
public record ErasureSettings(@DefaultValue("7d") Duration erasureHoldback) {

    private static final Duration LONGEST_HOLDBACK = Duration.ofDays(365);

    public ErasureSettings {
        if (erasureHoldback.isNegative() || erasureHoldback.compareTo(LONGEST_HOLDBACK) > 0) {
            throw new SettingRefusedException(
                    "ROLLCALL_ERASURE_HOLDBACK", "is " + erasureHoldback, "write a duration from 0s to 365d");
        }
    }
}
