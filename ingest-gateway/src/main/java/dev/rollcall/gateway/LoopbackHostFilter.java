package dev.rollcall.gateway;

import dev.rollcall.model.http.LoopbackHost;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While the management port listens on loopback only, it answers no request for another host name: {@link
 * LoopbackHost}.
 */
final class LoopbackHostFilter extends OncePerRequestFilter {

    /** Misdirected Request, RFC 9110. */
    private static final int MISDIRECTED = 421;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (LoopbackHost.mayAsk(request.getHeader("Host"))) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(MISDIRECTED);
        }
    }
}
