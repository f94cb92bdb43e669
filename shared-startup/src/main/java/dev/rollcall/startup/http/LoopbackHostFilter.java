package dev.rollcall.startup.http;

import dev.rollcall.model.http.LoopbackHost;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** While the port listens on loopback only, it answers no request for another host name: {@link LoopbackHost}. */
public final class LoopbackHostFilter extends OncePerRequestFilter {

    /** Misdirected Request, RFC 9110. */
    private static final int MISDIRECTED = 421;

    private final Predicate<String> hasADoor;

    private LoopbackHostFilter(Predicate<String> hasADoor) {
        this.hasADoor = hasADoor;
    }

    /**
     * Before everything else, and only while nobody but this machine can ask.
     *
     * @param hasADoor of a path as it was mapped, since what stands in the request may mean another ({@code /ops/..;/}):
     *     whether what lies behind it decides itself whom it admits
     */
    public static FilterRegistrationBean<LoopbackHostFilter> of(ServerProperties server, Predicate<String> hasADoor) {
        FilterRegistrationBean<LoopbackHostFilter> registration =
                new FilterRegistrationBean<>(new LoopbackHostFilter(hasADoor));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setEnabled(
                server.getAddress() != null && server.getAddress().isLoopbackAddress());
        return registration;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasADoor.test(request.getServletPath()) || LoopbackHost.mayAsk(request.getHeader("Host"))) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(MISDIRECTED);
        }
    }
}
