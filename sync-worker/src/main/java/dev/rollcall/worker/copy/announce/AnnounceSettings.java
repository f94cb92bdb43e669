package dev.rollcall.worker.copy.announce;

import dev.rollcall.startup.SettingRefusedException;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is announced of personal data.
 *
 * @param announce sensitive columns that change events carry all the same: some of {@code
 *     private_metadata,unsafe_metadata,extra}
 */
@ConfigurationProperties("rollcall.personal-data")
public record AnnounceSettings(@DefaultValue Set<String> announce) {

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
