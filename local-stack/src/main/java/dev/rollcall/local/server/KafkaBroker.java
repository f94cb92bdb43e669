package dev.rollcall.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The main class of the broker's own JVM: formats the storage once, then is the broker. */
final class KafkaBroker {

    private KafkaBroker() {}

    /** @param arguments the path of server.properties, the log directory it names, and the cluster's id */
    public static void main(String[] arguments) throws IOException {
        Path properties = Path.of(arguments[0]);
        Path logDirectory = Path.of(arguments[1]);
        if (!Files.exists(logDirectory.resolve("meta.properties"))) {
            int exitCode = StorageTool.execute(
                    new String[] {
                        "format", "--ignore-formatted", "--cluster-id", arguments[2], "--config", properties.toString()
                    },
                    System.out);
            if (exitCode != 0) {
                System.exit(exitCode);
            }
        }
        Kafka.main(new String[] {properties.toString()});
    }
}
