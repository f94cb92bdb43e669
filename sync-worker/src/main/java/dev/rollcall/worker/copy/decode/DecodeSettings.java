package dev.rollcall.worker.copy.decode;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is stored of personal data.
 *
 * @param storePrivateMetadata false leaves {@code private_metadata} out of every table, at every depth
 */
@ConfigurationProperties("rollcall.personal-data")
public record DecodeSettings(@DefaultValue("true") boolean storePrivateMetadata) {

    public Set<String> leftOut() {
        return storePrivateMetadata ? Set.of() : Set.of("private_metadata");
    }
}
