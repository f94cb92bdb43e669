package dev.rollcall.gateway.receive;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The public port.
 *
 * @param port the public port, for webhooks; 0 for any free one, which is logged
 * @param address the address that the public port listens on
 * @param threads event loops; 0 for one per processor
 * @param mostConnections most connections at a time; beyond these, a new one takes the place of one that has not
 *     delivered a verified request
 * @param deadlines how long a sender may take
 */
@ConfigurationProperties("rollcall.gateway")
public record ReceiveSettings(
        @DefaultValue("8080") int port,
        @DefaultValue("0.0.0.0") String address,
        @DefaultValue("0") int threads,
        @Name("max-connections") @DefaultValue("4096") int mostConnections,
        @DefaultValue Deadlines deadlines) {

    private static final int LAST_PORT = 65_535;

    public ReceiveSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new SettingRefusedException(
                    "ROLLCALL_GATEWAY_PORT", "is " + port, "write a port between 1 and 65535, or 0 for any free one");
        }
        if (address.isBlank()) {
            throw new SettingRefusedException(
                    "ROLLCALL_GATEWAY_ADDRESS", "is empty", "write an address of this machine, or 0.0.0.0 for all");
        }
        if (threads < 0) {
            throw new SettingRefusedException(
                    "rollcall.gateway.threads",
                    "is " + threads,
                    "write a number of threads, or 0 for one per processor");
        }
        if (mostConnections < 1) {
            throw new SettingRefusedException(
                    "rollcall.gateway.max-connections", "is " + mostConnections, "write a number from 1 up");
        }
    }

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /**
     * How long a sender may take. Absolute times, not times between two reads: a byte a second gains nothing.
     *
     * @param head from the first byte of a request, or from the start of the connection, to the end of its head; like
     *     the other deadlines an absolute time, not one between two reads
     * @param body from the end of the head to the end of the body
     * @param idle between two requests on a connection
     * @param answer from the end of the body to the answer, whatever Kafka does; at most 2400ms. Svix gives up after 15
     *     s, and then waits longer before it tries again than after a 503
     * @param linger after the last answer on a connection, for the sender to read it
     */
    public record Deadlines(
            @DefaultValue("5s") Duration head,
            @DefaultValue("10s") Duration body,
            @DefaultValue("30s") Duration idle,
            @DefaultValue("2300ms") Duration answer,
            @DefaultValue("2s") Duration linger) {

        private static final Duration LONGEST_ANSWER = Duration.ofMillis(2400);

        public Deadlines {
            requirePositive("head", head);
            requirePositive("body", body);
            requirePositive("idle", idle);
            requirePositive("answer", answer);
            requirePositive("linger", linger);
            if (answer.compareTo(LONGEST_ANSWER) > 0) {
                throw new SettingRefusedException(
                        "rollcall.gateway.deadlines.answer",
                        "is " + answer,
                        "write at most 2400ms: the sender must have its answer within 2.5 s");
            }
        }

        private static void requirePositive(String name, Duration deadline) {
            if (!deadline.isPositive()) {
                throw new SettingRefusedException(
                        "rollcall.gateway.deadlines." + name, "is " + deadline, "write a time such as 5s");
            }
        }
    }
}
