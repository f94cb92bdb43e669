package dev.rollcall.simulator;

import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WorldSettings;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * One run of the simulator. Start with {@link #of} and change what differs with the {@code with…} methods.
 *
 * @param world what happens
 * @param webhookUrl where the deliveries go, for instance {@code http://127.0.0.1:8080/webhooks/clerk}
 * @param signingSecret {@code whsec_} and base64, as the endpoint has it
 * @param ratePerSecond first attempts per second; 0 is as fast as the endpoint answers
 * @param connections attempts in flight at once, and so keep-alive connections, 1 to 1,024
 * @param requestTimeout after which an attempt has failed; Svix waits 15 s
 * @param retrySpan how long all eight attempts of a message take; 27 h 35 m at Svix, one minute by default
 */
public record SimulationSettings(
        WorldSettings world,
        URI webhookUrl,
        String signingSecret,
        double ratePerSecond,
        int connections,
        Duration requestTimeout,
        Duration retrySpan) {

    public static final int DEFAULT_CONNECTIONS = 32;
    public static final Duration SVIX_TIMEOUT = Duration.ofSeconds(15);
    public static final Duration DEFAULT_RETRY_SPAN = Duration.ofMinutes(1);

    private static final int MOST_CONNECTIONS = 1_024;

    /** @throws IllegalArgumentException naming the setting and what it must be; never its value if it is secret */
    public SimulationSettings {
        String scheme = webhookUrl.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || webhookUrl.getHost() == null) {
            throw new IllegalArgumentException("the webhook URL must be http(s)://host:port/path");
        }
        WebhookSignature.of(signingSecret);
        if (!(ratePerSecond >= 0) || Double.isInfinite(ratePerSecond)) {
            throw new IllegalArgumentException("the rate must be 0 (as fast as possible) or events per second");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be 1 to " + MOST_CONNECTIONS + ", not " + connections);
        }
        if (!requestTimeout.isPositive() || !retrySpan.isPositive()) {
            throw new IllegalArgumentException("the request timeout and the retry span must be more than nothing");
        }
    }

    /** As fast as possible, without faults, from the default Clerk instance, today. */
    public static SimulationSettings of(long seed, int events, URI webhookUrl, String signingSecret) {
        return new SimulationSettings(
                WorldSettings.of(seed, events).sentOn(LocalDate.now(ZoneOffset.UTC)),
                webhookUrl,
                signingSecret,
                0,
                DEFAULT_CONNECTIONS,
                SVIX_TIMEOUT,
                DEFAULT_RETRY_SPAN);
    }

    public SimulationSettings withFaults(Set<Fault> faults) {
        return withWorld(world.withFaults(faults));
    }

    public SimulationSettings withInstanceId(String instanceId) {
        return withWorld(world.withInstanceId(instanceId));
    }

    public SimulationSettings withWorld(WorldSettings chosen) {
        return new SimulationSettings(
                chosen, webhookUrl, signingSecret, ratePerSecond, connections, requestTimeout, retrySpan);
    }

    public SimulationSettings withRatePerSecond(double chosen) {
        return new SimulationSettings(world, webhookUrl, signingSecret, chosen, connections, requestTimeout, retrySpan);
    }

    public SimulationSettings withConnections(int chosen) {
        return new SimulationSettings(
                world, webhookUrl, signingSecret, ratePerSecond, chosen, requestTimeout, retrySpan);
    }

    public SimulationSettings withRetrySpan(Duration chosen) {
        return new SimulationSettings(
                world, webhookUrl, signingSecret, ratePerSecond, connections, requestTimeout, chosen);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SimulationSettings[" + world + ", webhookUrl=" + webhookUrl + ", ratePerSecond=" + ratePerSecond
                + ", connections=" + connections + ", requestTimeout=" + requestTimeout + ", retrySpan=" + retrySpan
                + "]";
    }
}
