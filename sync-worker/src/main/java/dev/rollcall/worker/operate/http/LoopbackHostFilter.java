package dev.rollcall.worker.operate.http;

import dev.rollcall.model.http.LoopbackHost;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While the port listens on loopback only, it answers no request for another host name: {@link LoopbackHost}. Below
 * {@code /ops} the door applies the same rule, and admits requests with a token.
 */
public final class LoopbackHostFilter extends OncePerRequestFilter {

    /** Misdirected Request, RFC 9110. */
    private static final int MISDIRECTED = 421;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isDoors(request.getServletPath()) || LoopbackHost.mayAsk(request.getHeader("Host"))) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(MISDIRECTED);
        }
    }

    /** @param path as it was mapped: what stands in the request may mean another ({@code /ops/..;/}) */
    private static boolean isDoors(String path) {
        return path.equals("/ops") || path.startsWith("/ops/");
    }
}
