package dev.rollcall.worker.survey.api;

import dev.rollcall.model.http.LoopbackHost;
import java.net.URI;

/** Where the API is. A production key goes to Clerk's own host only, by https. */
public record ApiUrl(URI base) {

    /** Clerk's. */
    public static final String CLERK = "https://api.clerk.com";

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with one line for the operator
     */
    public static ApiUrl of(String text, SecretKey key) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException unreadable) {
            throw refused("is not an address");
        }
        boolean bare = url.getHost() != null
                && url.getUserInfo() == null
                && (url.getPath() == null
                        || url.getPath().isEmpty()
                        || url.getPath().equals("/"))
                && url.getQuery() == null
                && url.getFragment() == null;
        if (!bare) {
            throw refused("must be a scheme, a host and a port, and nothing else");
        }
        boolean loopback = LoopbackHost.isNamedBy(url.getHost());
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && loopback)) {
            throw refused("must begin with https://");
        }
        if (key.isLive() && !URI.create(CLERK).getHost().equals(url.getHost())) {
            throw refused("is not Clerk's own host, and CLERK_SECRET_KEY is a production key: it is sent nowhere else");
        }
        return new ApiUrl(URI.create(url.getScheme() + "://" + url.getRawAuthority()));
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("CLERK_API_URL " + why + "; leave it out, or write " + CLERK
                + ", or http://127.0.0.1:<port> of a local Clerk");
    }
}
