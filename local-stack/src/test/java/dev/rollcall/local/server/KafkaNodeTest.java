package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaNodeTest {

    @TempDir
    Path directory;

    private static KafkaNode node(int id, Map<Integer, Integer> controllers) {
        return new KafkaNode(id, 9092, new TreeMap<>(controllers), "cluster", List.of(), 512, new TreeMap<>());
    }

    @Test
    void oneAloneHasEachRecordOnce() {
        assertThat(node(1, Map.of(1, 9093)).placeholders())
                .isEqualTo(Map.of(
                        "node.id", "1",
                        "port", "9092",
                        "controller.port", "9093",
                        "voters", "1@127.0.0.1:9093",
                        "more.listeners", "",
                        "more.advertised", "",
                        "more.protocols", "",
                        "copies", "1",
                        "in.sync", "1"));
    }

    @Test
    void ofSeveralEachRecordIsOnThreeAtMostAndInSyncOnTwo() {
        assertThat(node(2, Map.of(1, 11, 2, 12)).placeholders())
                .containsEntry("voters", "1@127.0.0.1:11,2@127.0.0.1:12")
                .containsEntry("controller.port", "12")
                .containsEntry("copies", "2")
                .containsEntry("in.sync", "1");
        assertThat(node(1, Map.of(1, 11, 2, 12, 3, 13, 4, 14)).placeholders())
                .containsEntry("copies", "3")
                .containsEntry("in.sync", "2");
        assertThat(node(1, Map.of(1, 11, 2, 12, 3, 13)).placeholders()).containsEntry("in.sync", "2");
    }

    @Test
    void furtherListenersSayWhereTheyAreAndWhereTheirClientsGo() {
        KafkaNode node = node(1, Map.of(1, 11))
                .with(List.of(new KafkaNode.Listener("PROXY", 5, 6), new KafkaNode.Listener("OTHER", 7, 8)));
        assertThat(node.placeholders())
                .containsEntry("more.listeners", ",PROXY://127.0.0.1:5,OTHER://127.0.0.1:7")
                .containsEntry("more.advertised", ",PROXY://127.0.0.1:6,OTHER://127.0.0.1:8")
                .containsEntry("more.protocols", ",PROXY:PLAINTEXT,OTHER:PLAINTEXT");
        assertThat(node.with(new TreeMap<>(Map.of("a", "b"))).settings()).isEqualTo(Map.of("a", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node(2, Map.of(1, 11)))
                .withMessage("node 2 has no controller port");
    }

    @Test
    void aClusterHasPortsOfItsOwnAndShrinksItsMemory() {
        List<KafkaNode> cluster = KafkaNode.cluster(3);
        assertThat(cluster).extracting(KafkaNode::id).containsExactly(1, 2, 3);
        assertThat(cluster).allSatisfy(node -> {
            assertThat(node.heapMegabytes()).isEqualTo(320);
            assertThat(node.clusterId()).isEqualTo(cluster.getFirst().clusterId());
            assertThat(node.controllerPorts())
                    .hasSize(3)
                    .isEqualTo(cluster.getFirst().controllerPorts());
        });
        Set<Integer> ports = new HashSet<>(cluster.getFirst().controllerPorts().values());
        cluster.forEach(node -> ports.add(node.port()));
        assertThat(ports).hasSize(6).allMatch(port -> port >= 20_000);
        assertThat(KafkaNode.cluster(1))
                .singleElement()
                .satisfies(node -> assertThat(node.heapMegabytes()).isEqualTo(512));
        assertThat(KafkaNode.alone(9).port()).isEqualTo(9);
        assertThat(KafkaNode.alone(9).controllerPorts()).containsOnlyKeys(1);
    }

    @Test
    void aTreeIsDeletedWithoutWhatItsLinksPointTo() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        Path kept = Files.writeString(other.resolve("kept"), "kept");
        Path tree = Files.createDirectories(directory.resolve("tree/a/b")).getParent();
        Files.writeString(tree.resolve("b/file"), "gone");
        Files.createSymbolicLink(tree.resolve("link"), other);
        Path root = directory.resolve("tree");
        DirectoryTree.delete(root);
        assertThat(root).doesNotExist();
        assertThat(kept).exists();
        DirectoryTree.delete(root);
    }
}
