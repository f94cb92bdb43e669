package dev.rollcall.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A start that the JVM learns from, for the cache of starts. It needs no servers: it goes on to where the application
 * listens, asks what every start is asked first, and ends. What only a start reaches that finds its servers is added by
 * the beans that are a {@link Part}.
 */
public final class RehearsedStart {

    /** A property of the JVM: {@code true} for such a start. */
    private static final String WANTED = "rollcall.start.rehearsed";

    private static final List<String> GROUPS = List.of("liveness", "readiness");
    private static final int TIMEOUT_MILLIS = 30_000;

    private RehearsedStart() {}

    /** Does once what other starts do with their servers. */
    @FunctionalInterface
    public interface Part {
        void rehearse();
    }

    static boolean isWanted() {
        return Boolean.getBoolean(WANTED);
    }

    static void rehearse(ConfigurableApplicationContext context) {
        context.getBeansOfType(Part.class).values().forEach(Part::rehearse);
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        GROUPS.forEach(group -> ask(port, "/actuator/health/" + group));
    }

    /** Whatever the answer is: a worker without servers is not ready. */
    private static void ask(int port, String path) {
        try {
            String here = InetAddress.getLoopbackAddress().getHostAddress();
            HttpURLConnection connection = (HttpURLConnection)
                    new URI("http", null, here, port, path, null, null).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException silent) {
            throw new UncheckedIOException(silent);
        } catch (URISyntaxException never) {
            throw new IllegalStateException(never);
        }
    }
}
