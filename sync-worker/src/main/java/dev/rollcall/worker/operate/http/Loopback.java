package dev.rollcall.worker.operate.http;

import dev.rollcall.model.http.LoopbackHost;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this machine and not merely through it. A loopback connection alone proves nothing: a
 * proxy makes one for everybody, and so does a browser for any page that knows the port. A proxy that adds nothing of
 * its own cannot be told from an operator; {@code docs/operating.md} says so.
 */
final class Loopback {

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.%]+");
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");
    private static final String FORWARDED = "x-forwarded-";
    private static final Set<String> OF_PROXIES = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-original-host",
            "x-original-forwarded-for",
            "x-envoy-external-address",
            "true-client-ip",
            "cf-connecting-ip");
    /** What nginx speaks to its upstreams unless it is told otherwise; nothing that an operator uses does. */
    private static final String OLD = "HTTP/1.0";

    private Loopback() {}

    static boolean isOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return isLoopback(request.getRemoteAddr())
                // A foreign name that resolves to this machine is how a page elsewhere reaches a local server (DNS
                // rebinding).
                && host != null
                && LoopbackHost.isNamedBy(host)
                && !request.getProtocol().equals(OLD)
                && Collections.list(request.getHeaderNames()).stream().noneMatch(Loopback::isOfProxies)
                && isOwnPage(request, host);
    }

    private static boolean isOfProxies(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith(FORWARDED) || OF_PROXIES.contains(name);
    }

    /** Programs send neither header; browsers send both, and a page cannot change them. */
    private static boolean isOwnPage(HttpServletRequest request, String host) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site == null || OWN_PAGE.contains(site)) && (origin == null || origin.equals("http://" + host));
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && ADDRESS.matcher(address).matches()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException none) {
            return false;
        }
    }
}
