package dev.rollcall.gateway.identify;

import dev.rollcall.model.event.EventType;
import dev.rollcall.startup.SettingRefusedException;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is left out.
 *
 * @param excludedTypes event types that are acknowledged and counted but not stored; by default those that carry
 *     one-time codes
 */
@ConfigurationProperties("rollcall.gateway")
public record IdentifySettings(
        @DefaultValue({"email.created", "sms.created"}) Set<String> excludedTypes) {

    public IdentifySettings {
        excludedTypes = Set.copyOf(excludedTypes);
        for (String type : excludedTypes) {
            if (!EventType.isValid(type)) {
                throw new SettingRefusedException(
                        "rollcall.gateway.excluded-types",
                        "holds something that is not an event type",
                        "write types such as email.created, separated by commas");
            }
        }
    }
}
