import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Folds the memberships' change topic: java -cp … Fold.java localhost:9092 [topic] */
public class Fold {

    public static void main(String[] arguments) {
        String topic = arguments.length > 1 ? arguments[1] : "clerk.changes.organization_memberships";
        Properties properties = new Properties();
        properties.put("bootstrap.servers", arguments.length > 0 ? arguments[0] : "localhost:9092");
        properties.put("isolation.level", "read_committed"); // the Java client's default is another
        properties.put("enable.auto.commit", "false");
        JsonMapper json = new JsonMapper();
        Map<String, JsonNode> rows = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // Where the topic ends now, which is where this program does.
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> change : consumer.poll(Duration.ofSeconds(1))) {
                    if (change.value() == null) { // the row ended
                        rows.remove(change.key());
                    } else {
                        rows.put(change.key(), json.readTree(change.value()));
                    }
                }
            }
        }
        for (JsonNode row : rows.values()) {
            ObjectNode printed = json.createObjectNode();
            for (String name : List.of("id", "organization_id", "user_id", "role")) {
                printed.set(name, row.path(name));
            }
            System.out.println(printed);
        }
    }
}
