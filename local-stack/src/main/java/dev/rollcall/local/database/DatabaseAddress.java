package dev.rollcall.local.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One database and who logs in to it.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param database its name
 * @param user the role that logs in
 * @param password '' when the server asks for none
 * @param parameters everything behind the question mark, such as {@code sslmode}, decoded, in order
 */
public record DatabaseAddress(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final String EXPECTED =
            "the database URL must look like postgresql://user:password@host:5432/database";

    public DatabaseAddress {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?name=value}, {@code postgres://…} or the JDBC form with
     * user and password as parameters.
     *
     * @throws IllegalArgumentException when it is none of these; the message does not repeat the URL
     */
    public static DatabaseAddress parse(String url) {
        URI uri = uri(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        String scheme = uri.getScheme();
        if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = login.length > 0 ? decoded(login[0]) : parameters.get("user");
        String password = login.length > 1 ? decoded(login[1]) : parameters.getOrDefault("password", "");
        parameters.remove("user");
        parameters.remove("password");
        String path = uri.getRawPath();
        if (uri.getHost() == null || user == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                decoded(path.substring(1)),
                user,
                password,
                parameters);
    }

    /** The same database for another role. */
    public DatabaseAddress as(String otherUser, String otherPassword) {
        return new DatabaseAddress(host, port, database, otherUser, otherPassword, parameters);
    }

    /** As libpq, Prisma and most drivers take it. */
    public String url() {
        String login = encoded(user) + (password.isEmpty() ? "" : ":" + encoded(password));
        return "postgresql://%s@%s:%d/%s%s".formatted(login, host, port, encoded(database), query(parameters));
    }

    /** As the JDBC driver takes it. */
    public String jdbcUrl() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", user);
        if (!password.isEmpty()) {
            all.put("password", password);
        }
        all.putAll(parameters);
        return "jdbc:postgresql://%s:%d/%s%s".formatted(host, port, encoded(database), query(all));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, database);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException notOne) {
            // Not as the cause: its message repeats the URL with the password.
            throw new IllegalArgumentException(
                    EXPECTED + "; write characters such as @ and / in the password as %40 and %2F");
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                String[] pair = part.split("=", 2);
                parameters.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
            }
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
