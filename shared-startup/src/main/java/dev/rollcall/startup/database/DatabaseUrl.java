package dev.rollcall.startup.database;

import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.SettingRefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One database and who logs in to it, from a URL as users have it: {@code postgresql://user:password@host:port/database?…}
 * as providers print it, or {@code jdbc:postgresql://…} with user and password in front of the host or as parameters.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param database its name
 * @param user null when the URL names none
 * @param password null when the URL has none, or an empty one
 * @param parameters everything else behind the question mark, such as {@code sslmode}, decoded, in order
 * @param pooler whether a pooler in transaction mode is in between: then no statement may be prepared for a session
 * @param others {@code host:port} of the servers that may be the primary instead of the first, tried in order
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters,
        boolean pooler,
        List<String> others) {

    private static final String JDBC = "jdbc:";
    /** Behind the first host a comma begins the list of others, up to the database's name. */
    private static final Pattern SEVERAL = Pattern.compile(
            "(?<before>[^/?#]*//(?:[^/?#]*@)?[^/?#@,]*)(?<others>(?:,[^/?#@,]+)*)(?<after>.*)", Pattern.DOTALL);

    /** With several servers only the one that takes writes will do. */
    private static final String SERVER = "targetServerType";

    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";
    private static final int DEFAULT_PORT = 5432;
    private static final String SUPABASE_POOLER = ".pooler.supabase.com";
    private static final int SUPABASE_TRANSACTIONS = 6543;
    private static final int PGBOUNCER = 6432;

    public DatabaseUrl {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        others = List.copyOf(others);
    }

    /** Of one server. */
    public DatabaseUrl(
            String host,
            int port,
            String database,
            @Nullable String user,
            @Nullable String password,
            Map<String, String> parameters,
            boolean pooler) {
        this(host, port, database, user, password, parameters, pooler, List.of());
    }

    /**
     * @param setting the name to show when the URL is wrong
     * @throws SettingRefusedException with nothing of a wrong URL: it may hold a password
     */
    public static DatabaseUrl parse(String setting, @Nullable String url) {
        if (url == null || url.isBlank()) {
            throw new SettingRefusedException(setting, "is not set", "write " + EXAMPLE);
        }
        Matcher several = SEVERAL.matcher(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
        if (!several.matches()) {
            throw wrong(setting);
        }
        // A URI has one host; what a failover may bring to the fore is kept beside it.
        URI uri = uri(setting, several.group("before") + several.group("after"));
        List<String> others = others(setting, several.group("others"));
        boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        String path = uri.getRawPath();
        if (!postgres || uri.getHost() == null || path == null || path.length() < 2) {
            throw wrong(setting);
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String userOfParameters = parameters.remove("user");
        String passwordOfParameters = parameters.remove("password");
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String password = login.length > 1 ? decoded(login[1]) : passwordOfParameters;
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decoded(path.substring(1)),
                login.length > 0 ? decoded(login[0]) : userOfParameters,
                password == null || password.isEmpty() ? null : password,
                parameters,
                isPooler(uri.getHost(), uri.getPort(), parameters),
                others);
    }

    private static List<String> others(String setting, String listed) {
        List<String> others = new ArrayList<>();
        for (String place : listed.split(",", -1)) {
            if (!place.isEmpty()) {
                URI uri = uri(setting, "postgresql://" + place);
                if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                    throw wrong(setting);
                }
                others.add(uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()));
            }
        }
        return others;
    }

    /**
     * One with a user, for tools that log in with nothing else.
     *
     * @throws SettingRefusedException likewise
     */
    public static DatabaseUrl parse(String url) {
        DatabaseUrl parsed = parse("the database URL", url);
        if (parsed.user == null) {
            throw new SettingRefusedException("the database URL", "names no user", "write " + EXAMPLE);
        }
        return parsed;
    }

    /**
     * The same with the password that a file holds.
     *
     * @param setting that names the file
     * @param file null or blank for none: then the password is the URL's
     * @throws SettingRefusedException when the file is wrong, or the URL has a password too
     */
    public DatabaseUrl withPasswordFrom(String setting, @Nullable String file) {
        String read = SecretFile.password(setting, file);
        if (read == null) {
            return this;
        }
        if (password != null) {
            throw new SettingRefusedException(
                    setting,
                    "names a file with a password, and the URL has one too",
                    "write it into one of them, not both");
        }
        return as(user, read);
    }

    /** The same database for another login. */
    public DatabaseUrl as(@Nullable String otherUser, @Nullable String otherPassword) {
        return new DatabaseUrl(host, port, database, otherUser, otherPassword, parameters, pooler, others);
    }

    /**
     * The same database for a role of the server. Supabase's pooler serves many projects under one name: there each login is
     * {@code role.project}, and the project is the one of the present login.
     */
    public DatabaseUrl asRole(String role, @Nullable String itsPassword) {
        return as(role + project(), itsPassword);
    }

    private String project() {
        if (user == null || !host.endsWith(SUPABASE_POOLER) || user.indexOf('.') < 0) {
            return "";
        }
        return user.substring(user.indexOf('.'));
    }

    /** The same server, known to be behind a pooler or not. */
    public DatabaseUrl behindPooler(boolean behind) {
        return new DatabaseUrl(host, port, database, user, password, parameters, behind, others);
    }

    /** As libpq, Prisma and most drivers take it. */
    public String url() {
        String secret = password == null ? "" : ":" + encoded(password);
        String login = user == null ? "" : encoded(user) + secret + "@";
        return "postgresql://" + login + place() + query(parameters);
    }

    /** As the JDBC driver takes it: without the login, which it is given beside, and without what it does not know. */
    public String jdbcUrl() {
        return JDBC + "postgresql://" + place() + query(ofDriver());
    }

    /** As the JDBC driver takes it alone. */
    public String jdbcUrlWithLogin() {
        Map<String, String> all = new LinkedHashMap<>();
        if (user != null) {
            all.put("user", user);
        }
        if (password != null) {
            all.put("password", password);
        }
        all.putAll(ofDriver());
        return JDBC + "postgresql://" + place() + query(all);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (user == null ? "" : user + "@") + host + ":" + port
                + others.stream().map(other -> "," + other).collect(Collectors.joining()) + "/" + database;
    }

    private String place() {
        return host + ":" + port + others.stream().map(other -> "," + other).collect(Collectors.joining()) + "/"
                + encoded(database);
    }

    /**
     * Prisma's {@code schema=…} and libpq's {@code channel_binding=…} and {@code target_session_attrs=…} in URLs that users copy are
     * not the driver's.
     */
    private Map<String, String> ofDriver() {
        Map<String, String> known = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (!name.equals("schema") && !name.equals("pgbouncer") && !name.equals("target_session_attrs")) {
                known.put(name.equals("channel_binding") ? "channelBinding" : name, value);
            }
        });
        if (!others.isEmpty()) {
            known.putIfAbsent(SERVER, "primary");
        }
        return known;
    }

    /** Neon's pooled host names, Supabase's transaction port, PgBouncer's own, and the parameters that Prisma and the driver want. */
    private static boolean isPooler(String host, int port, Map<String, String> parameters) {
        boolean neon = host.endsWith(".neon.tech") && host.split("\\.", 2)[0].endsWith("-pooler");
        boolean marked = "true".equals(parameters.get("pgbouncer")) || "0".equals(parameters.get("prepareThreshold"));
        return neon || marked || port == SUPABASE_TRANSACTIONS || port == PGBOUNCER;
    }

    private static URI uri(String setting, String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException notOne) {
            // Not as the cause: its message repeats the URL with the password.
            throw wrong(setting);
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
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

    /** A plus sign stays one: these are URLs, not forms. A URI that was read has no broken escapes. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static SettingRefusedException wrong(String setting) {
        return new SettingRefusedException(
                setting,
                "is not a PostgreSQL URL",
                "write " + EXAMPLE + " (percent-encode special characters of the password)");
    }
}
