package dev.rollcall.local.stack;

import dev.rollcall.local.process.LogTail;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a running stack was started with, and the one setting that it takes while it runs: its signing secrets. */
public final class RunningSettings {

    /** Of the gateway, when it took what a file holds. */
    private static final String TAKEN = "secrets hold from now on";

    private static final Duration LONGEST_TAKING = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private RunningSettings() {}

    /**
     * The options and variables whose values differ from the running stack's; it keeps its own.
     *
     * @param wanted what {@code up} was given now
     * @param options that were typed: a port that was not is not asked for
     * @param shell the variables that are set now
     */
    public static List<String> thatDiffer(
            StackSettings wanted, Set<String> options, Map<String, String> shell, RunState running) {
        RunState.Connections connections = running.connections();
        if (connections == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        DatabaseUrl database = wanted.database();
        if (database != null && !database.equals(databaseOf(running, connections))) {
            names.add("--database-url");
        }
        KafkaAccess kafka = wanted.kafka();
        if (kafka != null && !kafka.bootstrapServers().equals(connections.kafkaBootstrap())) {
            names.add("--kafka-bootstrap");
        } else if (kafka != null && kafka.properties() != null && !kafka.equals(connections.kafka())) {
            names.add("--kafka-properties");
        }
        String instance = wanted.instanceId();
        if (instance != null && !instance.equals(connections.instanceId())) {
            names.add("--instance-id");
        }
        if (wanted.consoleToken() && !Boolean.TRUE.equals(connections.consoleToken())) {
            names.add("--console-token");
        }
        // Watched, up sends the demo's events itself; with --detach nobody would.
        if (options.containsAll(List.of("--demo", "--detach")) && connections.localClerk() == null) {
            names.add("--demo");
        }
        // The schema was made when it started: to take roles now would do nothing.
        names.addAll(wanted.roleOptions());
        Map<String, Integer> ports = portsOf(running);
        wanted.ports().byFlag().forEach((flag, port) -> {
            // 0 is any, so the one that it has.
            if (options.contains(flag) && port != 0 && !port.equals(ports.get(flag))) {
                names.add(flag);
            }
        });
        InheritedSettings inherited = running.inherited();
        if (inherited != null) {
            names.addAll(inherited.thatDiffer(shell, wanted.clerk()));
        }
        return names;
    }

    /** Null when it is the stack's own. */
    private static @Nullable DatabaseUrl databaseOf(RunState running, RunState.Connections connections) {
        boolean own = running.parts().stream().anyMatch(part -> part.name() == PartName.POSTGRES && part.own());
        return own ? null : DatabaseUrl.parse(connections.migrationDatabaseUrl());
    }

    private static Map<String, Integer> portsOf(RunState running) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (RunState.Part part : running.parts()) {
            part.ports()
                    .forEach((purpose, port) -> ports.put(
                            switch (part.name()) {
                                case GATEWAY ->
                                    purpose.equals("webhook") ? "--gateway-port" : "--gateway-management-port";
                                case WORKER -> "--worker-port";
                                case POSTGRES -> "--postgres-port";
                                case KAFKA -> "--kafka-port";
                            },
                            port));
        }
        return ports;
    }

    /**
     * Gives a running gateway other secrets.
     *
     * @return whether the gateway has said that it took them; else it will within seconds
     */
    public static boolean use(SigningSecrets secrets, StackHome home) throws IOException, InterruptedException {
        Path log = home.log(PartName.GATEWAY);
        long begin = LogTail.end(log);
        home.use(secrets);
        long deadline = System.nanoTime() + LONGEST_TAKING.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (LogTail.lines(log, begin, Integer.MAX_VALUE).stream().noneMatch(line -> line.contains(TAKEN))) {
            if (never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                return false;
            }
        }
        return true;
    }
}
