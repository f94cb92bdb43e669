package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.system.RollcallCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The demo begins with a Clerk that had objects before the first webhook, and stays a copy of it. */
@Tag("long")
class DemoIT {

    private static final String EVENTS = "clerk.events";

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws Exception {
        RollcallCommand.in(directory).run("down");
    }

    @Test
    void beginsWithABackfillOfAWorldThatExistedBeforeAndIsExact() throws Exception {
        RollcallCommand rollcall = RollcallCommand.in(directory);
        rollcall.up("--demo", "--postgres-port=0", "--kafka-port=0");
        // They follow the backfill, also where it failed.
        await(rollcall, "select count(*) from clerk.users where sync_message_id like 'msg%'");
        assertThat(value(
                        rollcall,
                        "select count(*) from rollcall.survey_runs where command = 'backfill' and state = 'complete'"))
                .isEqualTo(1);

        LongSummaryStatistics backfilled = new LongSummaryStatistics();
        LongSummaryStatistics webhooks = new LongSummaryStatistics();
        for (ConsumerRecord<byte[], byte[]> event : events()) {
            if (header(event, EventHeaders.ORIGIN).equals("backfill")) {
                backfilled.accept(event.timestamp());
            } else if (!header(event, EventHeaders.MESSAGE_ID).startsWith("msg_heartbeat_")) {
                webhooks.accept(event.timestamp());
            }
        }
        assertThat(backfilled.getCount()).isGreaterThan(100);
        assertThat(backfilled.getMax()).as("all of it before the first webhook").isLessThanOrEqualTo(webhooks.getMin());
        assertThat(value(rollcall, "select count(*) from clerk.users where sync_message_id like '~%'"))
                .isPositive();

        Result reconcile = rollcall.run("reconcile");
        assertThat(reconcile.exitCode())
                .as(reconcile.output() + reconcile.errors())
                .isZero();
        assertThat(reconcile.output()).contains("Nothing differs: 0.");
    }

    /** As long as the demo takes: a query is a process of its own. On a busy machine a part may be slow to say that it is well. */
    private static void await(RollcallCommand rollcall, String query) throws Exception {
        while (value(rollcall, query) == 0) {
            assertThat(rollcall.run("status", "--json").output()).contains("\"phase\":\"ready\"");
        }
    }

    private static long value(RollcallCommand rollcall, String query) throws Exception {
        Result result = rollcall.run("query", query, "--value");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return Long.parseLong(result.output().strip());
    }

    private static String header(ConsumerRecord<byte[], byte[]> event, String name) {
        Header header = event.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> events() throws Exception {
        String brokers = JsonMapper.shared()
                .readTree(Files.readString(directory.resolve("stack").resolve("run.json")))
                .path("connections")
                .path("kafkaBootstrap")
                .stringValue();
        List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(EVENTS).stream()
                    .map(partition -> new TopicPartition(EVENTS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(events::add);
            }
        }
        return events;
    }
}
