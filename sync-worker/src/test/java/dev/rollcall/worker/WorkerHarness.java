package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.worker.copy.BatchPipeline;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.consume.LoopClock;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.consume.LoopSettings;
import dev.rollcall.worker.copy.consume.LoopSources;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.metrics.WorkerMetrics;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.copy.store.PostgresStore;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.trace.BatchTraces;
import dev.rollcall.worker.operate.freshness.SignOfLife;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The worker's loops on real servers, with a database and a topic prefix of their own. */
final class WorkerHarness implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LONGEST = Duration.ofSeconds(300);

    final TestDatabase database;
    final KafkaServer kafka;
    final Topics topics = new Topics("t" + COUNT.incrementAndGet() + ".");
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Admin admin;
    final SignOfLife life = new SignOfLife();
    /** Tests look at both while loops go on. */
    final List<Failure> failures = new CopyOnWriteArrayList<>();

    final List<String> ended = new CopyOnWriteArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<SyncLoops> running = new ArrayList<>();

    /** Loops that have begun a batch and not told yet how it ended, which they do after its commit. */
    private final Set<Thread> withABatch = ConcurrentHashMap.newKeySet();

    private final Object changed = new Object();
    private Consumer<BatchStep> steps = step -> {};
    String bootstrapOfLoops;
    DataSource databaseOfLoops;
    /** CLERK_INSTANCE_ID; null for none. */
    String configuredInstance;

    /** How much later it is for the loops. */
    final AtomicLong aheadNanos = new AtomicLong();

    /** Of the consumers. */
    String group = topics.prefix() + "sync";

    BatchTraces traces = new BatchTraces(null);

    WorkerHarness() {
        this(TestDatabase.create(), SharedServers.kafka());
    }

    WorkerHarness(TestDatabase database, KafkaServer kafka) {
        this.database = database;
        this.kafka = kafka;
        bootstrapOfLoops = kafka.bootstrapServers();
        databaseOfLoops = database.pool;
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        TopicDeclaration.declare(admin, topics.all(), (short) 1);
        // The events of these tests are of 2023 and could not bind it.
        bindTo(Events.INSTANCE);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "delivery.timeout.ms", 60_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** As configuration would. */
    void bindTo(String instance) {
        database.execute("insert into rollcall.instance (instance_id, bound_by) values ('" + instance + "', 'test')"
                + " on conflict (singleton) do update set instance_id = excluded.instance_id");
    }

    /** As before the first event. */
    void unbind() {
        database.execute("delete from rollcall.instance");
    }

    /** Runs on the loops' threads after each step. */
    void onStep(Consumer<BatchStep> steps) {
        this.steps = steps;
    }

    SyncLoops start() {
        return start("worker-0", 2);
    }

    SyncLoops start(String instance, int threads) {
        WorkerMetrics metrics = new WorkerMetrics(registry, line -> {
            synchronized (changed) {
                ended.add(line);
                changed.notifyAll();
            }
        });
        DeadLetters deadLetters = new DeadLetters(topics, Clock.systemUTC());
        // What is wrong with the database would end the process.
        DatabaseCheck check = new DatabaseCheck(databaseOfLoops, configuredInstance, metrics::ended);
        Store store = new PostgresStore(databaseOfLoops, check, deadLetters, Clock.systemUTC());
        LoopClock real = LoopClock.of(Clock.systemUTC());
        SyncLoops loops = new SyncLoops(
                group,
                TestClients.of(bootstrapOfLoops),
                new LoopSettings(topics.events(), instance, 0, 500, Duration.ofMillis(50)),
                threads,
                new BatchPipeline(
                        new RecordDecoder(Set.of(), Clock.systemUTC()),
                        store,
                        new InstanceBinding(configuredInstance),
                        new ChangeAnnouncer(topics, Set.of()),
                        deadLetters),
                new LoopSources(
                        store,
                        () -> TopicDeclaration.idOf(admin, topics.events()),
                        new LoopClock(
                                () -> System.nanoTime() + aheadNanos.get(), real.time(), real.jitter(), real.sleep())),
                LoopListener.all(traces.listener(Clock.systemUTC()), life, new Signalling(metrics)));
        running.add(loops);
        loops.start();
        return loops;
    }

    private final class Signalling implements LoopListener {
        private final LoopListener metrics;

        Signalling(LoopListener metrics) {
            this.metrics = metrics;
        }

        @Override
        public void reached(BatchStep step) {
            withABatch.add(Thread.currentThread());
            steps.accept(step);
        }

        @Override
        public void committed(PolledBatch batch, BatchResult result) {
            metrics.committed(batch, result);
            withABatch.remove(Thread.currentThread());
            signal();
        }

        @Override
        public void failed(Failure failure) {
            metrics.failed(failure);
            synchronized (changed) {
                failures.add(failure);
            }
            withABatch.remove(Thread.currentThread());
            signal();
        }

        @Override
        public void ended(String line) {
            metrics.ended(line);
            withABatch.remove(Thread.currentThread());
        }
    }

    private void signal() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** Waits for a condition, looking again whenever a loop reports something (and every now and then). */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        synchronized (changed) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - giveUp > 0) {
                    throw new AssertionError("did not happen: " + what + "; first failures "
                            + failures.subList(0, Math.min(5, failures.size())) + ", ended " + ended);
                }
                changed.wait(100);
            }
        }
    }

    /** With which a command finds this database, as the worker's login, and these topics. */
    Map<String, String> commandEnvironment() {
        return Map.of(
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:test-password@127.0.0.1:" + database.server.port() + "/" + database.name,
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "ROLLCALL_TOPIC_PREFIX",
                topics.prefix());
    }

    void produce(List<Events.Event> events) {
        produce(events, null);
    }

    /** @param partition null for the key's own */
    void produce(List<Events.Event> events, Integer partition) {
        List<ProducerRecord<byte[], byte[]>> left =
                events.stream().map(event -> record(event, partition)).toList();
        // A broker of a busy machine may miss the delivery timeout; what it did not take is sent again.
        while (!left.isEmpty()) {
            Map<ProducerRecord<byte[], byte[]>, Future<?>> sent = new LinkedHashMap<>();
            left.forEach(record -> sent.put(record, producer.send(record)));
            producer.flush();
            assertThat(sent.values())
                    .as("records that no attempt could send")
                    .noneMatch(future -> future.state() == Future.State.FAILED
                            && future.exceptionNow() instanceof RecordTooLargeException);
            left = sent.entrySet().stream()
                    .filter(entry -> entry.getValue().state() != Future.State.SUCCESS)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** With the header that says where it comes from, as the gateway and a replay write it. */
    void produceFrom(EventOrigin origin, Events.Event event) {
        produceFrom(origin, event, Duration.ZERO);
    }

    /** @param since the gateway received it */
    void produceFrom(EventOrigin origin, Events.Event event, Duration since) {
        ProducerRecord<byte[], byte[]> record = record(event, null);
        record.headers().remove(EventHeaders.RECEIVED_AT);
        record.headers()
                .add(
                        EventHeaders.RECEIVED_AT,
                        Long.toString(System.currentTimeMillis() - since.toMillis())
                                .getBytes(StandardCharsets.UTF_8));
        record.headers().add(EventHeaders.ORIGIN, origin.label().getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        producer.flush();
    }

    /** With the header that says of which type it is, as the gateway writes it. */
    void produceTyped(Events.Event event) {
        ProducerRecord<byte[], byte[]> record = record(event, null);
        String type = Events.JSON.readTree(event.body()).required("type").asString();
        record.headers().add(EventHeaders.EVENT_TYPE, type.getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        producer.flush();
    }

    /** With the trace context that the gateway gave it. */
    void produceTraced(String traceparent, Events.Event event, int partition) {
        ProducerRecord<byte[], byte[]> record = record(event, partition);
        record.headers().add(EventHeaders.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        producer.flush();
    }

    private ProducerRecord<byte[], byte[]> record(Events.Event event, Integer partition) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, event.messageId().getBytes(StandardCharsets.UTF_8));
        headers.add(
                EventHeaders.RECEIVED_AT,
                Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(
                topics.events(), partition, null, event.key().getBytes(StandardCharsets.UTF_8), event.bytes(), headers);
    }

    /**
     * Waits until the group's offsets are the ends of the log, the loops have counted and traced what they committed, and
     * whoever reads committed records finds them: offsets are seen as committed before either.
     */
    void awaitDrained() throws InterruptedException {
        await("drained", () -> lag() == 0 && noBatchIsInHand() && noTransactionIsOpen());
    }

    /** The same while a transaction of the test's own stays open. */
    void awaitApplied() throws InterruptedException {
        await("applied", () -> lag() == 0 && noBatchIsInHand());
    }

    private boolean noBatchIsInHand() {
        withABatch.removeIf(loop -> !loop.isAlive());
        return withABatch.isEmpty();
    }

    private boolean noTransactionIsOpen() {
        try {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            admin.describeTopics(
                            topics.all().stream().map(TopicSpecification::name).toList())
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS)
                    .values()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> latest.put(
                                    new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
            return offsets(latest, IsolationLevel.READ_COMMITTED)
                    .equals(offsets(latest, IsolationLevel.READ_UNCOMMITTED));
        } catch (ExecutionException | java.util.concurrent.TimeoutException away) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> which, IsolationLevel seen)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        return admin
                .listOffsets(which, new ListOffsetsOptions(seen))
                .all()
                .get(20, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    long lag() {
        return lagOf(group);
    }

    /** Of another group than that of the harness. */
    long lagOf(String group) {
        try {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int partition = 0; partition < 12; partition++) {
                latest.put(new TopicPartition(topics.events(), partition), OffsetSpec.latest());
            }
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends =
                    admin.listOffsets(latest).all().get(20, TimeUnit.SECONDS);
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS);
            long lag = 0;
            for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end : ends.entrySet()) {
                OffsetAndMetadata offset = committed.get(end.getKey());
                lag += Math.abs(end.getValue().offset() - (offset == null ? 0 : offset.offset()));
            }
            return lag;
        } catch (ExecutionException | java.util.concurrent.TimeoutException away) {
            return Long.MAX_VALUE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * All committed records of a topic, in order of partition and offset. Waits for transactions that are still open:
     * the group's offsets are seen as committed a moment before every partition has the transaction's marker.
     */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = uncommittedEnds(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private Map<TopicPartition, Long> uncommittedEnds(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        try {
            return offsets(latest, IsolationLevel.READ_UNCOMMITTED);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** P4 for every change topic: never twice, never backwards, and the fold is the table, value by value. */
    void assertFeedIsExact() {
        assertFeedIsExact(true);
    }

    /** @param once whether no version may be announced a second time; after a database restore it may */
    void assertFeedIsExact(boolean once) {
        for (Resource resource : Resource.values()) {
            Map<String, Long> revisions = new HashMap<>();
            Set<String> ids = new HashSet<>();
            Map<String, String> live = new TreeMap<>();
            Map<String, byte[]> fold = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> record : read(topics.changes(resource))) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                long revision = Long.parseLong(header(record, "ce_revision"));
                Long before = revisions.put(key, revision);
                if (once) {
                    assertThat(before == null ? 0 : before)
                            .as("revision of %s", key)
                            .isLessThan(revision);
                    assertThat(ids.add(header(record, "ce_id")))
                            .as("%s announced twice", key)
                            .isTrue();
                }
                if (record.value() == null) {
                    live.remove(key);
                    fold.remove(key);
                } else {
                    live.put(key, header(record, "ce_id"));
                    fold.put(key, record.value());
                }
            }
            assertThat(live.entrySet().stream()
                            .map(entry -> entry.getKey() + "|" + entry.getValue())
                            .toList())
                    .as("fold of %s", resource)
                    .isEqualTo(database.rows(
                            "select id, id || '@' || sync_updated_at_ms || '-' || sync_message_id from clerk."
                                    + resource.table() + " where deleted_at is null order by id collate \"C\""));
            FoldedFeed.assertIsTheTable(database, resource, fold);
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** P9: every consumed record has exactly one outcome. */
    void assertCountersBalance() throws InterruptedException {
        await("the last batch is counted", this::noBatchIsInHand);
        double outcomes = registry.find("rollcall.apply.events").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        assertThat(outcomes)
                .isEqualTo(registry.get("rollcall.consumed.records").counter().count());
    }

    double outcome(String result) {
        return registry.find("rollcall.apply.events").tag("result", result).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    Set<String> deadLetterCodes() {
        return database.rows("select code from rollcall.dead_letters").stream().collect(Collectors.toSet());
    }

    @Override
    public void close() {
        running.forEach(SyncLoops::stop);
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        database.close();
    }
}
