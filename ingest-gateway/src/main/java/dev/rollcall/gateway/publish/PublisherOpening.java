package dev.rollcall.gateway.publish;

import dev.rollcall.model.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty at the start: tries until the topic is as declared and its metadata known, then opens the publisher. Meanwhile
 * the gateway listens and answers 503, so a gateway may be started before its Kafka.
 */
public final class PublisherOpening {

    private static final Logger LOG = LoggerFactory.getLogger(PublisherOpening.class);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final KafkaSettings settings;
    private final EventPublisher publisher;
    private final Consumer<Producer<?, ?>> onOpened;
    private final TopicCheck check;
    private final String topic;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "publisher-opening");
    private volatile String waitingFor = "not started";

    /**
     * @param onOpened told of the producer, to read its metrics
     */
    public PublisherOpening(KafkaSettings settings, EventPublisher publisher, Consumer<Producer<?, ?>> onOpened) {
        this.settings = settings;
        this.publisher = publisher;
        this.onOpened = onOpened;
        Topics topics = new Topics(settings.topicPrefix());
        this.topic = topics.events();
        this.check = new TopicCheck(topics.all().stream()
                .filter(specification -> specification.name().equals(topic))
                .findFirst()
                .orElseThrow());
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the duty has ended, done or not. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        thread.interrupt();
        thread.join();
    }

    /** What is still missing, in words. Meaningless once the publisher is open. */
    public String waitingFor() {
        return waitingFor;
    }

    private void run() {
        try {
            if (awaitTopic()) {
                open();
            }
        } catch (InterruptedException | InterruptException stopped) {
            LOG.debug("stopped before Kafka was ready");
        }
    }

    /** Returns false when the gateway stops before the topic is as declared. */
    private boolean awaitTopic() throws InterruptedException {
        Optional<String> problem = problem();
        while (problem.isPresent()) {
            say(problem.get());
            if (stopsWithin(BETWEEN_CHECKS)) {
                return false;
            }
            problem = problem();
        }
        return true;
    }

    private Optional<String> problem() throws InterruptedException {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            return check.problem(admin);
        } catch (KafkaException unusable) {
            // Not its message: it may quote a setting.
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            return Optional.of(
                    "the Kafka client cannot be made (" + cause.getClass().getSimpleName()
                            + "): check KAFKA_BOOTSTRAP_SERVERS and rollcall.kafka.properties");
        }
    }

    private void open() throws InterruptedException {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                ClientProperties.producer(settings), new ByteArraySerializer(), new ByteArraySerializer());
        boolean opened = false;
        try {
            while (!knows(producer)) {
                if (stopsWithin(BETWEEN_LOOKS)) {
                    return;
                }
            }
            publisher.open(producer);
            opened = true;
        } finally {
            if (!opened) {
                producer.close(Duration.ZERO);
            }
        }
        onOpened.accept(producer);
        LOG.info("events are stored in the topic {} of {}", topic, settings.bootstrapServers());
    }

    private boolean knows(Producer<byte[], byte[]> producer) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    /** The first time as a warning, so that it is seen; repeats only when asked for. */
    private void say(String problem) {
        if (problem.equals(waitingFor)) {
            LOG.debug("still waiting: {}", problem);
        } else {
            waitingFor = problem;
            LOG.warn("webhooks are answered 503: {}", problem);
        }
    }

    private boolean stopsWithin(Duration pause) throws InterruptedException {
        return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
