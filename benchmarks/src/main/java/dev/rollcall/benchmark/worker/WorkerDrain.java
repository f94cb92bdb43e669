package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Fills the topic while the worker stands still, lets it go, and waits until it has committed everything. */
final class WorkerDrain implements AutoCloseable {

    private static final String GROUP = "rollcall-sync";

    private final Servers servers;
    private final App worker;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;

    WorkerDrain(Servers servers, App worker) {
        this.servers = servers;
        this.worker = worker;
        producer = servers.producer();
        admin = servers.admin();
    }

    /** @return users a second */
    double run(String name, int round, int rows) throws InterruptedException {
        return run(name, Change.ofRound(round, rows));
    }

    /** @return users a second */
    double run(String name, List<Change> changes) throws InterruptedException {
        int rows = changes.size();
        long done = committed();
        worker.process().pause();
        try {
            produce(name, changes);
        } finally {
            worker.process().resume();
        }
        long begun = System.nanoTime();
        while (committed() < done + rows) {
            Thread.sleep(20);
        }
        return rows / ((System.nanoTime() - begun) / 1e9);
    }

    /** Asked of the broker: ten scrapes a second of its metrics would cost the worker a tenth of its time. */
    private long committed() throws InterruptedException {
        try {
            return admin
                    .listConsumerGroupOffsets(servers.topics().prefix() + GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException | TimeoutException unanswered) {
            throw new IllegalStateException("Kafka does not say what is committed", unanswered);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flushed below; a lost record would keep the drain from ending
    private void produce(String name, List<Change> changes) {
        byte[] receivedAt = ascii(Long.toString(System.currentTimeMillis()));
        for (Change change : changes) {
            String id = UserEvents.id(name, change.number());
            var event = new ProducerRecord<>(
                    servers.topics().events(), ascii(id), UserEvents.body(name, change.number(), change.version()));
            event.headers()
                    .add(EventHeaders.MESSAGE_ID, ascii("msg_" + id + change.version()))
                    .add(EventHeaders.ORIGIN, ascii("webhook"))
                    .add(EventHeaders.RECEIVED_AT, receivedAt);
            producer.send(event);
        }
        producer.flush();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
