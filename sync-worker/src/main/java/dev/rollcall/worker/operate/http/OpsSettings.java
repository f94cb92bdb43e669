package dev.rollcall.worker.operate.http;

import dev.rollcall.startup.SettingRefusedException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console and its API.
 *
 * @param token bearer tokens of the console and its API below {@code /ops}: {@code name:token} or the token alone,
 *     separated by commas; without any, loopback only
 * @param tokenFile path of a file with the same; read again at each request
 * @param loopback whether requests from this machine need no token; without it, true where there are no tokens and
 *     false where there are
 * @param gateways management addresses of the gateways, separated by commas, such as {@code http://127.0.0.1:8081};
 *     the console's flow and {@code doctor} ask them
 * @param acceptedFindings lines of the tenancy report that are meant to be so, {@code finding:object} separated by commas,
 *     such as {@code role_bypasses:postgres}; the console and {@code doctor} show them as accepted and do not count
 *     them
 */
@ConfigurationProperties("rollcall.ops")
public record OpsSettings(
        @Nullable String token,
        @Nullable String tokenFile,
        @Nullable Boolean loopback,
        @DefaultValue List<String> gateways,
        @DefaultValue Set<String> acceptedFindings) {

    private static final Pattern GATEWAY = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+/?");
    private static final Pattern FINDING = Pattern.compile("[a-z_]+:.+");
    private static final Pattern TRAILING = Pattern.compile("/$");

    public OpsSettings {
        gateways = List.copyOf(gateways);
        acceptedFindings = Set.copyOf(acceptedFindings);
        if (!acceptedFindings.stream()
                .allMatch(finding -> FINDING.matcher(finding).matches())) {
            throw new SettingRefusedException(
                    "ROLLCALL_ACCEPTED_FINDINGS",
                    "is not a list of lines of the tenancy report",
                    "write for instance role_bypasses:postgres, several separated by commas");
        }
        if (!gateways.stream().allMatch(gateway -> GATEWAY.matcher(gateway).matches())) {
            throw new SettingRefusedException(
                    "ROLLCALL_GATEWAY_MANAGEMENT_URL",
                    "is not a list of addresses of gateways' management ports",
                    "write for instance http://127.0.0.1:8081, several separated by commas");
        }
    }

    /** @throws SettingRefusedException when the tokens are wrong */
    public OpsDoor door() {
        return new OpsDoor(OpsTokens.of(token, tokenFile), loopback);
    }

    /** Of their metrics. */
    public List<URI> gatewayMetrics() {
        return gateways.stream()
                .map(gateway -> URI.create(TRAILING.matcher(gateway).replaceAll("") + "/actuator/prometheus"))
                .toList();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "OpsSettings[" + tokenFile + "]";
    }
}
