package dev.rollcall.worker.copy.instance;

import dev.rollcall.startup.SettingRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose copy the database is.
 *
 * @param clerkInstanceId the one Clerk instance that the database is a copy of, {@code ins_…}; without it the instance
 *     of the first event that is surely live
 */
@ConfigurationProperties("rollcall")
public record InstanceSettings(@Nullable String clerkInstanceId) {

    public InstanceSettings {
        if (clerkInstanceId != null && clerkInstanceId.isBlank()) {
            clerkInstanceId = null;
        }
        if (clerkInstanceId != null && !clerkInstanceId.startsWith("ins_")) {
            throw new SettingRefusedException(
                    "CLERK_INSTANCE_ID",
                    "is not the id of a Clerk instance",
                    "write it as Clerk's dashboard shows it, such as ins_2g7np7Hrk0SN6kj5");
        }
    }
}
