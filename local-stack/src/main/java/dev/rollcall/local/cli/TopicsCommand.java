package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.KafkaAccess;
import dev.rollcall.local.stack.RunState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Declares the topics and says what is wrong with existing ones. */
@Command(name = "topics", description = "Declare all topics and check the existing ones. up does it by itself.")
final class TopicsCommand extends PassedOn {

    private static final String BOOTSTRAP = Variables.KAFKA;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOSTS",
            description = "host:port, comma-separated (default: $" + BOOTSTRAP + ", else the running stack's).")
    private @Nullable String kafkaBootstrap;

    @Mixin
    private final KafkaProperties kafkaProperties = new KafkaProperties();

    TopicsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Map<String, String> environment(String command) throws IOException {
        Optional<String> given = kafkaBootstrap == null ? namedByShell(BOOTSTRAP) : Optional.of(kafkaBootstrap);
        if (given.isPresent()) {
            return new KafkaAccess(given.get(), kafkaProperties.given(surroundings)).variables();
        }
        if (passesOn("--acl")) {
            // Prints, and asks nobody.
            return Map.of();
        }
        RunState.Connections stack = dataDirectory.requireConnections(surroundings);
        // With the database, whose audit log gets a line.
        Map<String, String> environment =
                new HashMap<>(stack.kafka().with(kafkaProperties.typed()).variables());
        environment.put(WorkerJar.DATABASE, stack.workerDatabaseUrl());
        environment.put(WorkerJar.PASSWORD_FILE, "");
        return environment;
    }
}
