package dev.rollcall.gateway.verify;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may send.
 *
 * @param sources by name; the source {@code clerk} gets its secrets from {@code CLERK_WEBHOOK_SIGNING_SECRET}
 *     or from the file that {@code CLERK_WEBHOOK_SIGNING_SECRET_FILE} names
 * @param timestampTolerance how far an attempt's timestamp may be from the gateway's clock, in either direction; 0s to
 *     1h
 */
@ConfigurationProperties("rollcall.gateway")
public record VerifySettings(
        @DefaultValue Map<String, SourceSettings> sources,
        @DefaultValue("5m") Duration timestampTolerance) {

    static final String DEFAULT_SOURCE = "clerk";
    private static final Duration WIDEST = Duration.ofHours(1);

    public VerifySettings {
        sources = Map.copyOf(sources);
        if (sources.isEmpty()) {
            throw new SettingRefusedException("rollcall.gateway.sources", "is empty", "name at least one source");
        }
        if (timestampTolerance.isNegative() || timestampTolerance.compareTo(WIDEST) > 0) {
            throw new SettingRefusedException(
                    "rollcall.gateway.timestamp-tolerance",
                    "is " + timestampTolerance,
                    "write a time between 0s and 1h, such as 5m");
        }
    }

    static String settingFor(String source) {
        return source.equals(DEFAULT_SOURCE)
                ? "CLERK_WEBHOOK_SIGNING_SECRET"
                : "rollcall.gateway.sources." + source + ".secrets";
    }

    static String fileSettingFor(String source) {
        return source.equals(DEFAULT_SOURCE)
                ? "CLERK_WEBHOOK_SIGNING_SECRET_FILE"
                : "rollcall.gateway.sources." + source + ".secrets-file";
    }

    /**
     * One sender.
     *
     * @param secrets signing secrets, {@code whsec_…}, separated by commas; the current one first, the others accepted
     *     for as long as a rotation lasts. A source needs these or the file, and not both. Refused: fewer than 16
     *     bytes, and any other key of Clerk. Fewer than the 24 bytes of Clerk's is a warning
     * @param secretsFile path of a file with the same, one a line; read again within 3 s of a change, without a restart
     */
    public record SourceSettings(
            @DefaultValue List<String> secrets,
            @DefaultValue("") String secretsFile) {

        public SourceSettings {
            secrets = List.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "SourceSettings[" + secrets.size() + " secrets]";
        }
    }
}
