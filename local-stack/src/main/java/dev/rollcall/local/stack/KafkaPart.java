package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.server.KafkaServer;
import java.nio.file.Path;
import java.util.Map;

/** The stack's own Kafka broker. */
record KafkaPart(StackHome home, int port) implements Part {

    @Override
    public PartName name() {
        return PartName.KAFKA;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("kafka", port);
    }

    @Override
    public Path log() {
        return home.kafka().resolve("kafka.log");
    }

    @Override
    public ChildProcess start() {
        return KafkaServer.start(home.kafka(), port).process();
    }
}
