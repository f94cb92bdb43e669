package dev.rollcall.worker.copy.announce;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a batch announces and commits it together with the consumer's offsets. After any failure the producer is
 * closed, and a new one takes the same transactional id: that ends the old one's open transaction before anything else
 * happens. Used by one thread.
 */
public final class KafkaTransaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTransaction.class);

    /** Row locks are held while sending, so every wait is short. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

    /** For this long an unanswered commit is repeated. The last attempt may take its own time on top. */
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    /** For all records of a batch together: each may wait for metadata or memory. */
    private static final Duration SENDING_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    /** The fastest: the worker's time costs more than a tenth of the bytes. */
    private static final int GZIP_LEVEL = 1;

    private static final int LARGEST_REQUEST = 4 * 1024 * 1024 + 64 * 1024;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final @Nullable String transactionalId;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean begun;
    private long sendUntilNanos;

    public KafkaTransaction(Supplier<Producer<byte[], byte[]>> producers) {
        this(producers, null);
    }

    private KafkaTransaction(Supplier<Producer<byte[], byte[]>> producers, @Nullable String transactionalId) {
        this.producers = producers;
        this.transactionalId = transactionalId;
    }

    /**
     * With the settings on which the bounds of a batch rest.
     *
     * @param bufferBytes that its producer may hold
     */
    public static KafkaTransaction of(KafkaClients kafka, String transactionalId, long bufferBytes) {
        return of(kafka, transactionalId, bufferBytes, TRANSACTION_TIMEOUT);
    }

    /**
     * As {@link #of(KafkaClients, String, long)}.
     *
     * @param timeout after which the broker aborts what a producer has left open
     */
    public static KafkaTransaction of(KafkaClients kafka, String transactionalId, long bufferBytes, Duration timeout) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        // Full batches go out at once and the rest with the flush: nothing waits, and no request carries a single
        // record.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, Topics.CHANGE_COMPRESSION);
        settings.put(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, GZIP_LEVEL);
        return new KafkaTransaction(() -> kafka.producer(settings), transactionalId);
    }

    /** For the reader of a refusal, which Kafka does not name it in. Null in a simulation. */
    public @Nullable String transactionalId() {
        return transactionalId;
    }

    /**
     * Makes sure that there is a producer whose predecessor's transaction has ended; calls the broker only when there
     * is none.
     */
    public void open() {
        if (producer == null) {
            Producer<byte[], byte[]> opening = producers.get();
            try {
                opening.initTransactions();
            } catch (RuntimeException failed) {
                opening.close(Duration.ZERO);
                throw failed;
            }
            producer = opening;
        }
    }

    public void begin() {
        sent.clear();
        begun = true;
        sendUntilNanos = System.nanoTime() + SENDING_TIMEOUT.toNanos();
        opened().beginTransaction();
    }

    public void send(Stream<ProducerRecord<byte[], byte[]>> records) {
        records.forEach(this::send);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> future = opened().send(record);
        if (future.isDone()) {
            // The producer throws this for a record that it cannot even queue, and the next one would wait as long
            // again.
            requireSent(future);
        }
        sent.add(future);
        if (System.nanoTime() - sendUntilNanos > 0) {
            throw new TimeoutException("the changes of a batch could not be handed to the producer in time");
        }
    }

    /** Returns when everything that was sent is in the log; throws the failure of the first record that is not. */
    public void flush() {
        opened().flush();
        sent.forEach(KafkaTransaction::requireSent);
        sent.clear();
    }

    private static void requireSent(Future<RecordMetadata> record) {
        try {
            record.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException cause ? cause : new KafkaException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptException(interrupted);
        }
    }

    /** @param group as captured with the poll: the broker refuses a membership that has been replaced since */
    public void addOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        opened().sendOffsetsToTransaction(offsets, group);
    }

    /**
     * Repeats on a timeout: the commit may have happened, and only the same call may follow, or a new producer, which
     * waits for the old one's transaction to end either way.
     */
    public void commit() {
        long giveUp = System.nanoTime() + COMMIT_TIMEOUT.toNanos();
        while (true) {
            try {
                opened().commitTransaction();
                begun = false;
                return;
            } catch (TimeoutException unanswered) {
                if (System.nanoTime() - giveUp > 0) {
                    throw unanswered;
                }
                // When it stays unanswered, that is a failure of the batch, and logged.
                LOG.debug("Kafka has not answered a commit; asking again");
            }
        }
    }

    /** After a failed batch: the producer is kept only if its transaction had not begun. */
    public void abandon() {
        if (begun) {
            close();
        }
    }

    /** Forgets the producer. The transaction it may have left open ends when the next one opens. */
    @Override
    public void close() {
        begun = false;
        sent.clear();
        if (producer != null) {
            Producer<byte[], byte[]> closing = producer;
            producer = null;
            try {
                closing.close(Duration.ZERO);
            } catch (KafkaException ignored) {
                LOG.debug("A producer did not close cleanly", ignored);
            }
        }
    }

    private Producer<byte[], byte[]> opened() {
        if (producer == null) {
            throw new IllegalStateException("the transaction's producer is not open");
        }
        return producer;
    }
}
