package dev.rollcall.local.server;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One Kafka broker (KRaft, its own controller) in a JVM of its own on 127.0.0.1, with its data in a directory.
 *
 * <p>It survives {@code kill -9} and ends with this JVM. A new start on the same directory continues with the data. It
 * runs from this JVM's class path.
 */
public final class KafkaServer implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_REHEARSAL = Duration.ofMinutes(3);
    private static final int TRIES_FOR_ANY_PORT = 4;

    private final ChildProcess process;
    private final int port;

    private KafkaServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it answers.
     *
     * @param dataDirectory created when missing, readable by its owner only
     * @param port 0 for any free one
     * @throws StartFailedException saying what stood in the way
     */
    public static KafkaServer start(Path dataDirectory, int port) {
        try {
            KafkaStorage storage = new KafkaStorage(PrivateDirectory.create(dataDirectory));
            storage.previous().awaitEnd("Kafka");
            for (int attempt = 1; ; attempt++) {
                try {
                    return start(storage, KafkaNode.alone(port == 0 ? FreePort.any() : port));
                } catch (StartFailedException portMayHaveBeenTaken) {
                    if (port != 0 || attempt == TRIES_FOR_ANY_PORT) {
                        throw portMayHaveBeenTaken;
                    }
                }
            }
        } catch (IOException failed) {
            throw new StartFailedException("Kafka cannot use " + dataDirectory + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("the start of Kafka was interrupted", interrupted);
        }
    }

    /**
     * Starts one node of a cluster and returns when it answers: of three nodes, two have to be started at the same time.
     *
     * @param dataDirectory created when missing, readable by its owner only; of this node alone
     * @throws StartFailedException saying what stood in the way
     */
    public static KafkaServer start(Path dataDirectory, KafkaNode node) {
        try {
            KafkaStorage storage = new KafkaStorage(PrivateDirectory.create(dataDirectory));
            storage.previous().awaitEnd("Kafka");
            return start(storage, node);
        } catch (IOException failed) {
            throw new StartFailedException("Kafka cannot use " + dataDirectory + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("the start of Kafka was interrupted", interrupted);
        }
    }

    /** Whether {@link #prepare} has nothing left to do. */
    public static boolean isPrepared() {
        return KafkaStorage.brokerCache().map(BrokerCache::isMade).orElse(true);
    }

    /**
     * Makes every later start of a broker from this class path a quick one; once for each build, and only where all of it
     * are jars. That takes as long as a few starts.
     */
    public static void prepare() throws InterruptedException {
        Optional<BrokerCache> cache = KafkaStorage.brokerCache();
        if (cache.isPresent()) {
            cache.get().make();
        }
    }

    /** One start until it answers, and one end, which lasts until the JVM has written what it is told to. */
    static void rehearse(Path directory, KafkaNode node, String classPath, List<String> options)
            throws IOException, InterruptedException {
        KafkaStorage storage = new KafkaStorage(PrivateDirectory.create(directory));
        started(storage, node, storage.broker(node, classPath, options)).process.stop(LONGEST_REHEARSAL);
    }

    private static KafkaServer start(KafkaStorage storage, KafkaNode node) throws IOException, InterruptedException {
        return started(storage, node, storage.broker(node));
    }

    private static KafkaServer started(KafkaStorage storage, KafkaNode node, ChildCommand command)
            throws IOException, InterruptedException {
        int port = node.port();
        ChildProcess process = ChildProcess.start(command);
        try {
            storage.previous().replaceBy(process);
            KafkaServer server = new KafkaServer(process, port);
            process.awaitUntil(() -> FreePort.answers(port), LONGEST_START);
            process.awaitUntil(server::answers, LONGEST_START);
            return server;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            process.kill();
            throw failed;
        }
    }

    /** What clients connect to, such as {@code 127.0.0.1:19092}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** The process, for its log file and its end. */
    public ChildProcess process() {
        return process;
    }

    /** SIGKILL. A new {@link #start} on the same directory recovers. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections hang, none is refused. */
    public void pause() {
        process.pause();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        process.resume();
    }

    /** Controlled shutdown. */
    @Override
    public void close() {
        process.close();
    }

    private boolean answers() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }
}
