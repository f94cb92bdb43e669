package dev.rollcall.worker.prepare.database;

import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.SettingRefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A database URL as users have it, for the JDBC driver: {@code postgresql://user:password@host:port/database?…} as
 * providers print it, or {@code jdbc:postgresql://…}.
 *
 * @param jdbcUrl without credentials where they were in front of the host
 * @param user null when the URL has none there
 * @param password likewise
 * @param pooler whether a pooler in transaction mode is in between: then no statement may be prepared for a session
 */
public record DatabaseUrl(
        String jdbcUrl, @Nullable String user, @Nullable String password, boolean pooler) {

    private static final String JDBC = "jdbc:";
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";
    private static final int SUPABASE_TRANSACTIONS = 6543;
    private static final int PGBOUNCER = 6432;

    /**
     * @param setting the name to show when the URL is wrong
     * @throws SettingRefusedException with nothing of a wrong URL: it may hold a password
     */
    public static DatabaseUrl parse(String setting, @Nullable String url) {
        if (url == null || url.isBlank()) {
            throw new SettingRefusedException(setting, "is not set", "write " + EXAMPLE);
        }
        String text = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
        try {
            URI uri = new URI(text);
            boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!postgres
                    || uri.getHost() == null
                    || uri.getPath() == null
                    || uri.getPath().length() < 2) {
                throw wrong(setting);
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String query = uri.getRawQuery() == null ? "" : "?" + withoutUnknownParameters(uri.getRawQuery());
            String[] credentials = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return new DatabaseUrl(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                    credentials.length > 0 ? decoded(credentials[0]) : null,
                    credentials.length > 1 ? decoded(credentials[1]) : null,
                    isPooler(uri.getHost(), uri.getPort(), uri.getRawQuery()));
        } catch (URISyntaxException malformed) {
            throw wrong(setting);
        }
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
        return new DatabaseUrl(jdbcUrl, user, read, pooler);
    }

    /** The same server, known to be behind a pooler or not. */
    public DatabaseUrl behindPooler(boolean behind) {
        return new DatabaseUrl(jdbcUrl, user, password, behind);
    }

    /** Without the password; the parameters of a JDBC URL may hold one too. */
    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl.split("\\?", 2)[0] + ", user=" + user + ", pooler=" + pooler + "]";
    }

    /** Neon's pooled host names, Supabase's transaction port, PgBouncer's own, and the parameters that Prisma and the driver want. */
    private static boolean isPooler(String host, int port, @Nullable String query) {
        boolean neon = host.endsWith(".neon.tech") && host.split("\\.", 2)[0].endsWith("-pooler");
        boolean marked = query != null
                && (("&" + query).contains("&pgbouncer=true") || ("&" + query + "&").contains("&prepareThreshold=0&"));
        return neon || marked || port == SUPABASE_TRANSACTIONS || port == PGBOUNCER;
    }

    /** Prisma's {@code schema=…} and libpq's {@code channel_binding=…} in URLs that users copy: not the driver's. */
    private static String withoutUnknownParameters(String query) {
        return String.join(
                "&",
                Arrays.stream(query.split("&"))
                        .filter(parameter -> !parameter.startsWith("schema=") && !parameter.startsWith("pgbouncer="))
                        .map(parameter -> parameter.startsWith("channel_binding=")
                                ? parameter.replace("channel_binding=", "channelBinding=")
                                : parameter)
                        .toList());
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SettingRefusedException wrong(String setting) {
        return new SettingRefusedException(
                setting,
                "is not a PostgreSQL URL",
                "write " + EXAMPLE + " (percent-encode special characters of the password)");
    }
}
