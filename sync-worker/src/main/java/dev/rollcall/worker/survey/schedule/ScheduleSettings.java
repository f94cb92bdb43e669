package dev.rollcall.worker.survey.schedule;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether and how often the worker compares its copy with Clerk.
 *
 * @param reconcileEvery how old the newest proof may become before the worker compares its copy with Clerk by itself, such as
 *     {@code 24h}; never unless set. Needs {@code CLERK_SECRET_KEY}
 */
@ConfigurationProperties("rollcall.survey")
public record ScheduleSettings(@Nullable Duration reconcileEvery) {

    private static final Duration SHORTEST = Duration.ofHours(1);

    public ScheduleSettings {
        if (reconcileEvery != null && reconcileEvery.compareTo(SHORTEST) < 0) {
            throw new SettingRefusedException(
                    "ROLLCALL_RECONCILE_EVERY",
                    "is shorter than an hour",
                    "write 1h or more, such as 24h, or leave it out");
        }
    }
}
