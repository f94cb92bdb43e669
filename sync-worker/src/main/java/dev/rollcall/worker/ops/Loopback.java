package dev.rollcall.worker.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this machine and not merely through it. A loopback connection alone does not tell: a
 * proxy makes one for everybody, and so does a browser for any page that knows the port.
 */
final class Loopback {

    private static final Pattern NAME = Pattern.compile("(localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.%]+");
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private Loopback() {}

    static boolean isOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return isLoopback(request.getRemoteAddr())
                // Another name that leads here is how a page elsewhere reaches a local server (DNS rebinding).
                && host != null
                && NAME.matcher(host).matches()
                && OF_PROXIES.stream().allMatch(header -> request.getHeader(header) == null)
                && isOwnPage(request, host);
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
