package dev.rollcall.system;

import dev.rollcall.model.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Users with much metadata, written into {@code clerk.events} as the gateway writes them. */
final class LargeEvents {

    private static final String INSTANCE = "ins_2fK3Dt9XbW0aQ7LmPzYc5RsVh1E";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private LargeEvents() {}

    /** What the metadata is made of. */
    enum Content {
        /** Two hundred times as long as what lz4 makes of it. */
        ONE_LETTER {
            @Override
            String metadata(int bytes, Random random) {
                return "{\"note\":\"" + "a".repeat(bytes - 11) + "\"}";
            }
        },
        /** Objects with ids, sentences, numbers and lists, as applications write them. */
        JSON {
            @Override
            String metadata(int bytes, Random random) {
                StringBuilder json = new StringBuilder(bytes).append("{\"items\":[");
                while (json.length() < bytes - 600) {
                    json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                            .append("{\"id\":\"itm_")
                            .append(word(random, 20))
                            .append("\",\"label\":\"")
                            .append(words(random, 40))
                            .append(" invoice \\\"")
                            .append(word(random, 5))
                            .append("\\\"\",\"amount\":")
                            .append(random.nextInt(100_000) / 100.0)
                            .append(",\"paid\":")
                            .append(random.nextBoolean())
                            .append(",\"tags\":[\"open\",\"")
                            .append(word(random, 4))
                            .append("\"]}");
                }
                return json.append("]}").toString();
            }
        },
        /** Ten characters each, and a thousand in a row's text. */
        LONG_NUMBERS {
            @Override
            String metadata(int bytes, Random random) {
                return "{\"numbers\":[" + "1e990,".repeat((bytes - 30) / 6) + "1]}";
            }
        },
        /** As many nodes of a tree as fit. */
        SMALL_NODES {
            @Override
            String metadata(int bytes, Random random) {
                return "{\"nodes\":[" + "{},".repeat((bytes - 30) / 3) + "1]}";
            }
        },
        /** Text that takes two bytes for each character on the heap, and one in the event. */
        WIDE {
            @Override
            String metadata(int bytes, Random random) {
                return "{\"note\":\"\u20ac" + "b".repeat(bytes - 14) + "\"}";
            }
        };

        abstract String metadata(int bytes, Random random);
    }

    /** The id of a user, of Clerk's length. */
    static String userId(String name, int number) {
        return "user_" + name + "0".repeat(20 - name.length()) + "%07d".formatted(number);
    }

    /** Writes so many events, each of that many bytes. */
    static void produce(RunningStack stack, int count, int bytes, Content content, IntFunction<String> userIds)
            throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.kafka().bootstrapServers(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4");
        Random random = new Random(bytes);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                String id = userIds.apply(number);
                String messageId = "msg_" + id.substring(5) + "x" + number;
                long now = System.currentTimeMillis();
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        stack.topicPrefix() + "clerk.events",
                        bytes(id),
                        bytes(event(id, now + number, bytes, content, random)));
                record.headers()
                        .add(EventHeaders.MESSAGE_ID, bytes(messageId))
                        .add(EventHeaders.EVENT_TYPE, bytes("user.updated"))
                        .add(EventHeaders.ORIGIN, bytes("webhook"))
                        .add(EventHeaders.RECEIVED_AT, bytes(Long.toString(now)));
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    private static String event(String id, long updatedAt, int bytes, Content content, Random random) {
        String envelope = """
                {"data":{"id":"%s","object":"user","created_at":1700000000000,"updated_at":%d,"email_addresses":[],\
                "phone_numbers":[],"external_accounts":[],"banned":false,"locked":false,"public_metadata":%s,\
                "unsafe_metadata":{}},"object":"event","type":"user.updated","timestamp":%d,"instance_id":"%s"}""";
        return envelope.formatted(id, updatedAt, content.metadata(bytes - 350, random), updatedAt, INSTANCE);
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int letter = 0; letter < length; letter++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < count; word++) {
            words.append(word(random, 1 + random.nextInt(10))).append(' ');
        }
        return words.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
