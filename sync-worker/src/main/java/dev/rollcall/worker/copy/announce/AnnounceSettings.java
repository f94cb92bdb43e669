package dev.rollcall.worker.copy.announce;

import dev.rollcall.startup.SettingRefusedException;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What is announced of personal data.
 *
 * @param announce sensitive columns that change events carry all the same: some of {@code
 *     private_metadata,unsafe_metadata,extra}
 */
@ConfigurationProperties("rollcall.personal-data")
public record AnnounceSettings(@DefaultValue Set<String> announce) {

    /** As an environment has them that no application context binds. */
    public static AnnounceSettings of(Environment environment) {
        try {
            return Binder.get(environment)
                    .bind("rollcall.personal-data", AnnounceSettings.class)
                    .orElseGet(() -> new AnnounceSettings(Set.of()));
        } catch (BindException wrong) {
            for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
                if (cause instanceof SettingRefusedException refused) {
                    throw refused;
                }
            }
            throw wrong;
        }
    }

    public AnnounceSettings {
        announce = Set.copyOf(announce);
        if (!ChangeValue.LEFT_OUT.containsAll(announce)) {
            throw new SettingRefusedException(
                    "ROLLCALL_ANNOUNCE",
                    "names " + String.join(",", announce),
                    "write some of private_metadata,unsafe_metadata,extra");
        }
    }
}
