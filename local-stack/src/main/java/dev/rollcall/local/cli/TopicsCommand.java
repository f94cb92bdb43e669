package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Declares the topics and says what is wrong with existing ones. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Declare all topics and check the existing ones. up does it by itself.")
final class TopicsCommand implements Callable<Integer> {

    private static final String BOOTSTRAP = "KAFKA_BOOTSTRAP_SERVERS";

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOSTS",
            description = "host:port, comma-separated (default: $" + BOOTSTRAP + ", else the running stack's).")
    private @Nullable String kafkaBootstrap;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Of new topics; -1 is the broker's default (default: $ROLLCALL_REPLICATION_FACTOR, else 1).")
    private @Nullable Integer replicationFactor;

    TopicsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        Optional<String> given = Optional.ofNullable(kafkaBootstrap).or(() -> surroundings.variable(BOOTSTRAP));
        environment.put(
                BOOTSTRAP,
                given.isPresent()
                        ? given.get()
                        : dataDirectory.requireConnections(surroundings).kafkaBootstrap());
        if (replicationFactor != null) {
            environment.put("ROLLCALL_REPLICATION_FACTOR", replicationFactor.toString());
        }
        return WorkerJar.run(surroundings, List.of("topics"), environment);
    }
}
