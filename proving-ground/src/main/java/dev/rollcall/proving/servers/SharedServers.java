package dev.rollcall.proving.servers;

import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.terminal.TerminalStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One PostgreSQL and one Kafka for all tests of this JVM, started on first use in a temporary directory that is deleted
 * at the end: in memory where there is plenty, which outlives a killed server as a disk does and makes no commit wait.
 * Each test class takes a database and a topic prefix of its own, and leaves the servers running.
 */
public final class SharedServers {

    private SharedServers() {}

    public static PostgresServer postgres() {
        return SharedPostgres.SERVER;
    }

    public static KafkaServer kafka() {
        return SharedKafka.SERVER;
    }

    private static final class SharedPostgres {
        static final PostgresServer SERVER = PostgresServer.start(SharedDirectory.PATH.resolve("postgres"), 0);

        static {
            // Nothing of the data is kept, so the fastest end will do.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> SharedDirectory.endWith(SERVER::kill, "postgres")));
        }
    }

    private static final class SharedKafka {
        static final KafkaServer SERVER = KafkaServer.start(SharedDirectory.PATH.resolve("kafka"), 0);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> SharedDirectory.endWith(SERVER::kill, "kafka")));
        }
    }

    private static final class SharedDirectory {

        private static final Path MEMORY = Path.of("/dev/shm");
        /** The data of all forks of a build take a third of it. */
        private static final long PLENTY_BYTES = 12L << 30;

        static final Path PATH = create();

        private static Path create() {
            String prefix = "rollcall-servers-";
            try {
                boolean plenty =
                        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= PLENTY_BYTES;
                return plenty ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        static void endWith(Runnable kill, String server) {
            kill.run();
            try {
                DirectoryTree.delete(PATH.resolve(server));
                try (var others = Files.list(PATH)) {
                    if (others.findAny().isEmpty()) {
                        Files.deleteIfExists(PATH);
                    }
                }
            } catch (IOException left) {
                TerminalStream.err().println(PATH + " could not be deleted: " + left.getMessage());
            }
        }
    }
}
