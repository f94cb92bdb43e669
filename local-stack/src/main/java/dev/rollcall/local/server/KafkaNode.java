package dev.rollcall.local.server;

import dev.rollcall.local.process.FreePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka node, broker and controller at once, all on 127.0.0.1.
 *
 * @param id from 1
 * @param port for clients and the other brokers
 * @param controllerPorts of all nodes of the cluster, by id
 * @param clusterId the same on all nodes; used when the storage is formatted
 * @param listeners further ones, for clients that are to connect through something else
 * @param heapMegabytes the most memory of its JVM's heap
 * @param settings of server.properties, in place of what it says otherwise
 */
public record KafkaNode(
        int id,
        int port,
        SortedMap<Integer, Integer> controllerPorts,
        String clusterId,
        List<Listener> listeners,
        int heapMegabytes,
        SortedMap<String, String> settings) {

    private static final int HEAP_MEGABYTES = 512;
    private static final int CLUSTER_HEAP_MEGABYTES = 320;

    public KafkaNode {
        controllerPorts = new TreeMap<>(controllerPorts);
        listeners = List.copyOf(listeners);
        settings = new TreeMap<>(settings);
        if (!controllerPorts.containsKey(id)) {
            throw new IllegalArgumentException("node " + id + " has no controller port");
        }
    }

    /**
     * A listener beside the usual one.
     *
     * @param name in capitals
     * @param port that the broker listens on
     * @param advertisedPort that its clients are told to connect to
     */
    public record Listener(String name, int port, int advertisedPort) {}

    /** A cluster of one. */
    static KafkaNode alone(int port) {
        return new KafkaNode(
                1,
                port,
                new TreeMap<>(Map.of(1, FreePort.any())),
                Uuid.randomUuid().toString(),
                List.of(),
                HEAP_MEGABYTES,
                new TreeMap<>());
    }

    /** Nodes of one new cluster on free ports. */
    public static List<KafkaNode> cluster(int nodes) {
        String clusterId = Uuid.randomUuid().toString();
        SortedMap<Integer, Integer> controllers = new TreeMap<>();
        for (int id = 1; id <= nodes; id++) {
            controllers.put(id, FreePort.any());
        }
        int heap = nodes == 1 ? HEAP_MEGABYTES : CLUSTER_HEAP_MEGABYTES;
        List<KafkaNode> cluster = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            cluster.add(new KafkaNode(id, FreePort.any(), controllers, clusterId, List.of(), heap, new TreeMap<>()));
        }
        return cluster;
    }

    public KafkaNode with(List<Listener> more) {
        return new KafkaNode(id, port, controllerPorts, clusterId, more, heapMegabytes, settings);
    }

    /** With settings of its own, as for credentials and rights. */
    public KafkaNode with(SortedMap<String, String> own) {
        return new KafkaNode(id, port, controllerPorts, clusterId, listeners, heapMegabytes, own);
    }

    Map<String, String> placeholders() {
        int nodes = controllerPorts.size();
        return Map.of(
                "node.id", Integer.toString(id),
                "port", Integer.toString(port),
                "controller.port", Integer.toString(controllerPorts.getOrDefault(id, 0)),
                "voters",
                        controllerPorts.entrySet().stream()
                                .map(node -> node.getKey() + "@127.0.0.1:" + node.getValue())
                                .collect(Collectors.joining(",")),
                "more.listeners", each(",%s://127.0.0.1:%d", false),
                "more.advertised", each(",%s://127.0.0.1:%d", true),
                "more.protocols", each(",%s:PLAINTEXT", false),
                "copies", Integer.toString(Math.min(3, nodes)),
                "in.sync", Integer.toString(nodes < 3 ? 1 : 2));
    }

    private String each(String format, boolean advertised) {
        return listeners.stream()
                .map(listener ->
                        format.formatted(listener.name(), advertised ? listener.advertisedPort() : listener.port()))
                .collect(Collectors.joining());
    }
}
