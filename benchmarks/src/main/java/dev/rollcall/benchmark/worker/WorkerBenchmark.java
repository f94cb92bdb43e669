package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Rows a second of the worker, of the batch loop and of the loop of single rows, in turn, into the same tables. */
public final class WorkerBenchmark {

    private static final String CONSUMED = "rollcall_consumed_records_total";
    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 3;

    /** About what a second takes, so that the length of a run can be given in seconds. */
    private static final int WORKER_ROWS_A_SECOND = 10_000;

    private static final int BATCH_ROWS_A_SECOND = 20_000;
    private static final int SINGLE_ROWS_A_SECOND = 700;

    private final Servers servers;
    private final int seconds;

    public WorkerBenchmark(Servers servers, Duration run) {
        this.servers = servers;
        seconds = (int) run.toSeconds();
    }

    public Section run() throws Exception {
        double[] worker = new double[ROUNDS];
        double[] batches = new double[ROUNDS];
        double[] singles = new double[ROUNDS];
        try (App app = servers.worker();
                BareLoops bare = new BareLoops(servers.workerUrl());
                Producer<byte[], byte[]> producer = producer()) {
            // The worker starts cold and has far more code to compile than the loops, so it gets more rounds to do it.
            drain(app, producer, "w", 0);
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                drain(app, producer, "warm", round);
            }
            bare.batches(UserRow.ofRound("b", 0, seconds * BATCH_ROWS_A_SECOND));
            bare.oneByOne(UserRow.ofRound("s", 0, seconds * SINGLE_ROWS_A_SECOND));
            for (int round = 0; round < ROUNDS; round++) {
                worker[round] = drain(app, producer, "w", round + 1);
                List<UserRow> rows = UserRow.ofRound("b", round + 1, seconds * BATCH_ROWS_A_SECOND);
                batches[round] = bare.batches(rows);
                singles[round] = bare.oneByOne(UserRow.ofRound("s", round + 1, seconds * SINGLE_ROWS_A_SECOND));
                System.out.printf(
                        "  worker %.0f, batch loop %.0f, single rows %.0f rows/s%n",
                        worker[round], batches[round], singles[round]);
            }
        }
        return new Section("worker")
                .text("**Ratio %s** (floor 0.30) to the batch loop, **%s ×** (floor 10) the loop of single rows."
                        .formatted(
                                Figures.ratio(Figures.medianRatio(worker, batches)),
                                Figures.ratio(Figures.medianRatio(worker, singles))))
                .head("", "users/s", "each run, users/s")
                .row(row("worker: Kafka, decode, guard, children, announce, exactly once", worker))
                .row(row("batch loop: the same rows from memory, 2 connections", batches))
                .row(row("single rows: one event, one transaction, one connection, from memory", singles))
                .text(
                        "Medians of %d runs in turn (ratios: of the pairs); each user has two e-mail addresses, half of the users are new."
                                .formatted(ROUNDS));
    }

    /** Fills the topic while the worker stands still, lets it go, and waits until it has committed everything. */
    private double drain(App app, Producer<byte[], byte[]> producer, String run, int round)
            throws InterruptedException {
        int rows = seconds * WORKER_ROWS_A_SECOND;
        double done = app.metric(CONSUMED, "");
        app.process().pause();
        try {
            produce(producer, run, round, rows);
        } finally {
            app.process().resume();
        }
        long begun = System.nanoTime();
        app.await(CONSUMED, done + rows);
        return rows / ((System.nanoTime() - begun) / 1e9);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flushed below; a lost record would keep the drain from ending
    private void produce(Producer<byte[], byte[]> producer, String run, int round, int rows) {
        byte[] receivedAt = ascii(Long.toString(System.currentTimeMillis()));
        for (Change change : Change.ofRound(round, rows)) {
            String id = UserEvents.id(run, change.number());
            var event = new ProducerRecord<>(
                    servers.topics().events(), ascii(id), UserEvents.body(run, change.number(), change.version()));
            event.headers()
                    .add(EventHeaders.MESSAGE_ID, ascii("msg_" + id + change.version()))
                    .add(EventHeaders.ORIGIN, ascii("webhook"))
                    .add(EventHeaders.RECEIVED_AT, receivedAt);
            producer.send(event);
        }
        producer.flush();
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String[] row(String name, double... runs) {
        return new String[] {
            name,
            Figures.rate(Figures.median(runs)),
            Arrays.stream(runs).mapToObj(Figures::rate).collect(Collectors.joining(", "))
        };
    }
}
