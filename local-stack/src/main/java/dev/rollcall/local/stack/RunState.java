package dev.rollcall.local.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the supervisor says about itself, for the other commands.
 *
 * @param supervisor the process that started the rest
 * @param phase how far it is
 * @param parts in starting order
 * @param connections where everything is, null until that is known; with passwords, so the file is readable by its owner
 *     only
 * @param inherited settings from the shell of {@code up}; null until the connections are known, and when an earlier
 *     release wrote this
 */
public record RunState(
        RunningProcess supervisor,
        Phase phase,
        List<Part> parts,
        @Nullable Connections connections,
        @Nullable InheritedSettings inherited) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    public RunState {
        parts = List.copyOf(parts);
    }

    /** Starting, then ready until it stops. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    /**
     * @param process null while it does not run, and when it is not the stack's own
     * @param ports by purpose, such as {@code management}
     * @param log null when it is not the stack's own
     * @param restarts how often it was started again after it had died
     */
    public record Part(
            PartName name,
            @Nullable RunningProcess process,
            Map<String, Integer> ports,
            @Nullable String log,
            int restarts,
            boolean own) {

        public Part {
            ports = Map.copyOf(ports);
        }
    }

    /**
     * @param webhookUrl where Clerk delivers
     * @param gatewayUrl of the gateway's management port
     * @param opsUrl of the worker's management port
     * @param kafkaBootstrap {@code host:port}, comma-separated
     * @param kafkaProperties file with client settings; null when Kafka asks for none
     * @param migrationDatabaseUrl of the administrator, with the password
     * @param backendDatabaseUrl of the role {@code rollcall_backend}, with the password
     * @param tenantDatabaseUrl of the role {@code rollcall_tenant}, with the password
     * @param signingSecrets comma-separated, the first is current: those of the gateway's file when this is read
     * @param instanceId null when none was given
     * @param opsToken for the worker's management API; null when an earlier release wrote this
     * @param consoleToken whether the console asks for the token on this machine, too; null when an earlier release wrote this
     * @param localClerk variables for a command that asks the demo's Clerk, with its key; null without a demo
     */
    public record Connections(
            String webhookUrl,
            String gatewayUrl,
            String opsUrl,
            String kafkaBootstrap,
            @Nullable String kafkaProperties,
            String migrationDatabaseUrl,
            String workerDatabaseUrl,
            String backendDatabaseUrl,
            String tenantDatabaseUrl,
            String signingSecrets,
            @Nullable String instanceId,
            @Nullable String opsToken,
            @Nullable Boolean consoleToken,
            @Nullable Map<String, String> localClerk) {

        private Connections with(SigningSecrets secrets) {
            return new Connections(
                    webhookUrl,
                    gatewayUrl,
                    opsUrl,
                    kafkaBootstrap,
                    kafkaProperties,
                    migrationDatabaseUrl,
                    workerDatabaseUrl,
                    backendDatabaseUrl,
                    tenantDatabaseUrl,
                    secrets.text(),
                    instanceId,
                    opsToken,
                    consoleToken,
                    localClerk);
        }

        public KafkaAccess kafka() {
            return new KafkaAccess(kafkaBootstrap, kafkaProperties == null ? null : Path.of(kafkaProperties));
        }

        /** With another file of client settings; the same for null. */
        public Connections with(@Nullable Path otherKafkaProperties) {
            return otherKafkaProperties == null
                    ? this
                    : new Connections(
                            webhookUrl,
                            gatewayUrl,
                            opsUrl,
                            kafkaBootstrap,
                            otherKafkaProperties.toString(),
                            migrationDatabaseUrl,
                            workerDatabaseUrl,
                            backendDatabaseUrl,
                            tenantDatabaseUrl,
                            signingSecrets,
                            instanceId,
                            opsToken,
                            consoleToken,
                            localClerk);
        }

        /** The one that a sender signs with. */
        public String currentSigningSecret() {
            return signingSecrets.split(",", 2)[0].strip();
        }

        /** Without passwords and secrets. */
        @Override
        public String toString() {
            return "Connections[" + webhookUrl + ", " + opsUrl + ", " + kafkaBootstrap + "]";
        }
    }

    /** The state of the stack that runs in this directory now; empty when none does. */
    public static Optional<RunState> ofRunning(StackHome home) throws IOException {
        return ofLatest(home).filter(state -> state.supervisor().find().isPresent());
    }

    /** Whether a part is the stack's own, and not one that its user has. */
    public boolean hasOwn(PartName name) {
        return parts.stream().anyMatch(part -> part.name() == name && part.own());
    }

    /** Whether every part can be expected to answer. */
    public boolean isReady() {
        return phase == Phase.READY;
    }

    /** What the last supervisor wrote, whether it still runs or not. */
    static Optional<RunState> ofLatest(StackHome home) throws IOException {
        Path file = home.stateFile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            RunState written = JSON.readValue(Files.readString(file), RunState.class);
            Optional<SigningSecrets> secrets = home.latestSigningSecrets();
            Connections connections = written.connections();
            return Optional.of(
                    connections == null || secrets.isEmpty()
                            ? written
                            : new RunState(
                                    written.supervisor(),
                                    written.phase(),
                                    written.parts(),
                                    connections.with(secrets.get()),
                                    written.inherited()));
        } catch (JacksonException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    void writeTo(StackHome home) throws IOException {
        Secrets.write(home.stateFile(), JSON.writeValueAsString(this));
    }
}
