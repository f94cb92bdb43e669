package dev.rollcall.proving.site;

import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.Together;
import dev.rollcall.local.server.KafkaNode;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.proving.proxy.FaultProxy;
import dev.rollcall.proving.proxy.Toxics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** One Kafka node or three, each behind a proxy for the gateway and another for the workers. Nodes count from 0. */
public final class Brokers implements AutoCloseable {

    private static final int ANSWER_MILLIS = 10_000;
    private static final TopicDescription NO_TOPIC = new TopicDescription("", false, List.of());

    private final Path directory;
    private final List<KafkaNode> nodes = new ArrayList<>();
    private final List<FaultProxy> gatewayLinks = new ArrayList<>();
    private final List<FaultProxy> workerLinks = new ArrayList<>();
    private final Map<Integer, KafkaServer> running = new ConcurrentHashMap<>();

    Brokers(Path directory, int count) {
        this.directory = directory;
        for (KafkaNode node : KafkaNode.cluster(count)) {
            int gatewayPort = FreePort.any();
            int workerPort = FreePort.any();
            FaultProxy gateway = FaultProxy.start(0, gatewayPort);
            FaultProxy worker = FaultProxy.start(0, workerPort);
            gatewayLinks.add(gateway);
            workerLinks.add(worker);
            nodes.add(node.with(List.of(
                    new KafkaNode.Listener("GATEWAY", gatewayPort, gateway.port()),
                    new KafkaNode.Listener("WORKER", workerPort, worker.port()))));
        }
    }

    public int count() {
        return nodes.size();
    }

    /** Starts all that do not run, at the same time. */
    public void startMissing() throws Exception {
        List<Together.Step> steps = new ArrayList<>();
        for (int index : IntStream.range(0, nodes.size()).toArray()) {
            KafkaServer server = running.get(index);
            if (server == null || !server.process().isAlive()) {
                steps.add(() -> start(index));
            }
        }
        Together.run(steps);
    }

    private void start(int index) {
        KafkaNode node = nodes.get(index);
        running.put(index, KafkaServer.start(directory.resolve("kafka-" + node.id()), node));
    }

    public void kill(int index) {
        server(index).kill();
    }

    public void killAll() {
        running.values().forEach(KafkaServer::kill);
    }

    public void pause(int index) {
        server(index).pause();
    }

    public void resume(int index) {
        server(index).resume();
    }

    public boolean allRun() {
        return running.size() == nodes.size()
                && running.values().stream().allMatch(server -> server.process().isAlive());
    }

    /** Between the gateway and every node. */
    public void treatGatewayLinks(Toxics toxics) {
        gatewayLinks.forEach(link -> link.treat(toxics));
    }

    /** Between the workers and every node. */
    public void treatWorkerLinks(Toxics toxics) {
        workerLinks.forEach(link -> link.treat(toxics));
    }

    public void healLinks() {
        gatewayLinks.forEach(FaultProxy::heal);
        workerLinks.forEach(FaultProxy::heal);
    }

    /** For the harness itself: no proxy in between. */
    public String bootstrap() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    String gatewayBootstrap() {
        return addresses(gatewayLinks);
    }

    String workerBootstrap() {
        return addresses(workerLinks);
    }

    /** The index of the node that leads the partition. */
    public int leaderOf(String topic, int partition) throws InterruptedException {
        try (Admin admin = admin()) {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .getOrDefault(topic, NO_TOPIC);
            return description.partitions().get(partition).leader().id() - 1;
        } catch (ExecutionException | TimeoutException unanswered) {
            throw new IllegalStateException("Kafka does not say who leads " + topic, unanswered);
        }
    }

    public Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2 * ANSWER_MILLIS));
    }

    @Override
    public void close() {
        killAll();
        gatewayLinks.forEach(FaultProxy::close);
        workerLinks.forEach(FaultProxy::close);
    }

    private KafkaServer server(int index) {
        KafkaServer server = running.get(index);
        if (server == null) {
            throw new IllegalStateException("node " + index + " was never started");
        }
        return server;
    }

    private static String addresses(List<FaultProxy> links) {
        return links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(","));
    }
}
