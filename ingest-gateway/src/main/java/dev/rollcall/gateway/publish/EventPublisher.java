package dev.rollcall.gateway.publish;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.model.topic.TraceParent;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends verified events to {@code clerk.events} and answers from the acknowledgement. Never blocks its caller, which is
 * an event loop, and never sends again by itself: the producer retries, and after that the sender does.
 */
public final class EventPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final EventRecords records;
    private final CircuitBreakerRegistry breakers = KafkaBreaker.create();
    private final CircuitBreaker breaker = breakers.circuitBreaker(KafkaBreaker.NAME);
    private final InFlight inFlight = new InFlight();
    private final KafkaTrouble trouble;
    private final AtomicReference<@Nullable Producer<byte[], byte[]>> producer = new AtomicReference<>();
    private volatile Consumer<Producer<byte[], byte[]>> onHopeless = hopeless -> {};
    private volatile boolean opened;

    /** @param topic the full name of {@code clerk.events} */
    public EventPublisher(String topic) {
        this.records = new EventRecords(topic);
        this.trouble = new KafkaTrouble(topic);
    }

    /** One for a rehearsal: it acknowledges at once what it is given, and keeps nothing. */
    public static EventPublisher keepingNothing(String topic) {
        EventPublisher publisher = new EventPublisher(topic);
        publisher.open(new ForgetfulProducer());
        return publisher;
    }

    /** @param opening given a producer that will never work again, once; events are refused until the next is opened */
    void whenHopeless(Consumer<Producer<byte[], byte[]>> opening) {
        onHopeless = opening;
    }

    /** From now on events are sent. Its metadata must be known already: the first event would fail otherwise. */
    void open(Producer<byte[], byte[]> ready) {
        producer.set(ready);
        opened = true;
    }

    /** Whether it was opened once. Since then what goes wrong is an outage. */
    public boolean isOpen() {
        return opened;
    }

    KafkaTrouble trouble() {
        return trouble;
    }

    /**
     * Sends the event.
     *
     * @param answer called once, by this thread or by the producer's; must not block
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    public void publish(VerifiedEvent event, Consumer<Answer> answer) {
        Producer<byte[], byte[]> open = producer.get();
        if (open == null) {
            answer.accept(Answer.NOT_READY);
            return;
        }
        int size = event.body().length;
        if (!inFlight.tryAcquire(size)) {
            answer.accept(Answer.OVER_CAPACITY);
            return;
        }
        if (!breaker.tryAcquirePermission()) {
            inFlight.release(size);
            answer.accept(Answer.BREAKER_OPEN);
            return;
        }
        Sending sending = new Sending(open, Named.of(event), size, answer, breaker.getCurrentTimestamp());
        try {
            open.send(records.toRecord(event), sending);
        } catch (RuntimeException refused) {
            sending.failed(refused);
        }
    }

    /**
     * Sends what is buffered and waits for its acknowledgements, at most that long. What is left then has not been
     * answered 202.
     */
    public void close(Duration within) {
        Producer<byte[], byte[]> open = producer.get();
        if (open != null) {
            open.close(within);
        }
    }

    /** Bytes that wait for an acknowledgement, for the metrics. */
    public long bytesInFlight() {
        return inFlight.bytes();
    }

    /** How many there may be. */
    public long mostBytesInFlight() {
        return InFlight.MOST_BYTES;
    }

    /** For the metrics of the breaker {@code kafka}. */
    public CircuitBreakerRegistry breakers() {
        return breakers;
    }

    /** What the log may say of an event. Not the event: its body would be kept until the acknowledgement. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Named(String messageId, String key, byte[] traceparent) {

        static Named of(VerifiedEvent event) {
            return new Named(
                    event.attempt().messageId(), event.key(), event.arrival().traceparent());
        }

        LoggingEventBuilder in(LoggingEventBuilder line) {
            return line.addKeyValue("message_id", messageId)
                    .addKeyValue("entity_id", key)
                    .addKeyValue("trace_id", TraceParent.traceId(traceparent));
        }
    }

    /** One event on its way. */
    private final class Sending implements Callback {

        private final Producer<byte[], byte[]> sender;
        private final Named event;
        private final int size;
        private final Consumer<Answer> answer;
        private final long startedAt;

        /**
         * A producer in a fatal state appends a record, throws, and calls back all the same when it drops what was
         * appended: only the first of the two counts.
         */
        private final AtomicBoolean settled = new AtomicBoolean();

        Sending(Producer<byte[], byte[]> sender, Named event, int size, Consumer<Answer> answer, long startedAt) {
            this.sender = sender;
            this.event = event;
            this.size = size;
            this.answer = answer;
            this.startedAt = startedAt;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null) {
                failed(failure);
            } else if (settles()) {
                breaker.onSuccess(elapsed(), breaker.getTimestampUnit());
                answer.accept(Answer.STORED);
            }
        }

        private boolean settles() {
            boolean first = settled.compareAndSet(false, true);
            if (first) {
                inFlight.release(size);
            }
            return first;
        }

        void failed(Exception failure) {
            if (!settles()) {
                return;
            }
            event.in(LOG.atDebug())
                    .log("not acknowledged: {}", failure.getClass().getSimpleName());
            switch (failure) {
                case BufferExhaustedException full -> {
                    breaker.releasePermission();
                    answer.accept(Answer.OVER_CAPACITY);
                }
                case RecordTooLargeException tooLarge -> {
                    // Says nothing about other events, so the breaker does not count it.
                    breaker.releasePermission();
                    event.in(LOG.atWarn())
                            .log("Kafka refuses a record of {} bytes: max.message.bytes of the topic is too low", size);
                    answer.accept(Answer.NOT_ACKNOWLEDGED);
                }
                default -> {
                    breaker.onError(elapsed(), breaker.getTimestampUnit(), failure);
                    answer.accept(Answer.NOT_ACKNOWLEDGED);
                    trouble.say(failure);
                    if (KafkaTrouble.isHopeless(failure)) {
                        giveUp(sender);
                    }
                }
            }
        }

        private long elapsed() {
            return breaker.getCurrentTimestamp() - startedAt;
        }
    }

    /** Another is opened in its place. Called on the producer's own thread, which must not close it. */
    private void giveUp(Producer<byte[], byte[]> hopeless) {
        if (producer.compareAndSet(hopeless, null)) {
            onHopeless.accept(hopeless);
        }
    }
}
