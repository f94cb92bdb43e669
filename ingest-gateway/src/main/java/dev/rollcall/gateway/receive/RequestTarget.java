package dev.rollcall.gateway.receive;

import org.jspecify.annotations.Nullable;

/** The one path that is served: {@code /webhooks/<source>}, spelled exactly so. */
final class RequestTarget {

    private static final String PREFIX = "/webhooks/";
    private static final String SCHEME_END = "://";

    private RequestTarget() {}

    /**
     * Returns the source, or null when it is another path. Nothing is decoded, normalised or cut off, so that a proxy in
     * front and this cannot read one target as two paths.
     */
    static @Nullable String source(String target) {
        String path = target.startsWith("/") ? target : pathOfAbsolute(target);
        if (!path.startsWith(PREFIX) || path.length() == PREFIX.length()) {
            return null;
        }
        for (int index = PREFIX.length(); index < path.length(); index++) {
            char character = path.charAt(index);
            boolean isLetter = character >= 'a' && character <= 'z';
            if (!isLetter && !(character >= '0' && character <= '9') && character != '-') {
                return null;
            }
        }
        return path.substring(PREFIX.length());
    }

    /** RFC 9112 section 3.2.2: a server must accept the absolute form, although only proxies are sent it. */
    private static String pathOfAbsolute(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return "";
        }
        int path = target.indexOf('/', target.indexOf(SCHEME_END) + SCHEME_END.length());
        return path < 0 ? "" : target.substring(path);
    }
}
