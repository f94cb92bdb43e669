package dev.rollcall.gateway.publish;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.startup.kafka.TopicProblem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty at the start: tries until the topic is as declared and its metadata known, then opens the publisher.
 * Meanwhile the gateway listens and answers 503, so a gateway may be started before its Kafka. When a producer can
 * never work again, as after a missing right, it is closed and another is opened in the same way.
 */
public final class PublisherOpening {

    private static final Logger LOG = LoggerFactory.getLogger(PublisherOpening.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final KafkaClients kafka;
    private final KafkaSettings settings;
    private final EventPublisher publisher;
    private final TopicSpecification topic;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final BlockingQueue<Producer<byte[], byte[]>> hopeless = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "publisher-opening");
    private volatile String waitingFor = "not started";

    public PublisherOpening(KafkaClients kafka, KafkaSettings settings, Topics topics, EventPublisher publisher) {
        this.kafka = kafka;
        this.settings = settings;
        this.publisher = publisher;
        this.topic = topics.all().stream()
                .filter(specification -> specification.name().equals(topics.events()))
                .findFirst()
                .orElseThrow();
    }

    public void start() {
        publisher.whenHopeless(hopeless::add);
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
            while (opens()) {
                close(hopeless.take());
                if (stopsWithin(BETWEEN_TRIES)) {
                    return;
                }
            }
        } catch (InterruptedException | InterruptException stopped) {
            LOG.debug("stopped");
        }
    }

    /** Returns whether the publisher is open; not when the duty ends before. */
    private boolean opens() throws InterruptedException {
        Optional<String> problem = tryToOpen();
        while (problem.isPresent()) {
            waitingFor = problem.get();
            publisher.trouble().say(waitingFor);
            if (stopsWithin(BETWEEN_TRIES)) {
                return false;
            }
            problem = tryToOpen();
        }
        return true;
    }

    /** Returns what stands in the way, or nothing when there is nothing left to do. */
    private Optional<String> tryToOpen() throws InterruptedException {
        try (Admin admin = kafka.admin(ClientProperties.admin())) {
            Optional<String> problem = problemOfTopic(admin);
            if (problem.isEmpty()) {
                open();
            }
            return problem;
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException unusable) {
            // Not its message: it may quote a setting.
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            return refusalOr(
                    unusable,
                    "the Kafka client cannot be made (" + cause.getClass().getSimpleName()
                            + "): check KAFKA_BOOTSTRAP_SERVERS and ROLLCALL_KAFKA_PROPERTIES_FILE");
        } catch (RuntimeException defect) {
            // Nobody else opens the publisher: this duty does not end of it.
            LOG.debug("the publisher was not opened", defect);
            return Optional.of("a fault of the gateway (" + defect.getClass().getSimpleName() + "): it tries again");
        }
    }

    /** What keeps events from being stored there; a larger or otherwise different topic does not. */
    private Optional<String> problemOfTopic(Admin admin) {
        try {
            return TopicProblem.of(admin, List.of(topic)).stream()
                    .filter(TopicProblem::refusesEvents)
                    .map(TopicProblem::sentence)
                    .findFirst();
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException failed) {
            return refusalOr(
                    failed,
                    "Kafka cannot be asked about the topic " + topic.name() + " ("
                            + failed.getClass().getSimpleName() + "): check KAFKA_BOOTSTRAP_SERVERS, or wait");
        }
    }

    private Optional<String> refusalOr(KafkaException failed, String otherwise) {
        return Optional.of(Objects.requireNonNullElse(Refusal.sentence(failed, topic.name(), "DESCRIBE"), otherwise));
    }

    private void open() throws InterruptedException {
        Producer<byte[], byte[]> producer = kafka.producer(ClientProperties.producer(settings));
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
                close(producer);
            }
        }
        LOG.info("events are stored in the topic {} of {}", topic.name(), kafka.bootstrapServers());
    }

    private static void close(Producer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException failed) {
            LOG.debug("a producer did not close cleanly", failed);
        }
    }

    private boolean knows(Producer<byte[], byte[]> producer) {
        try {
            return !producer.partitionsFor(topic.name()).isEmpty();
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private boolean stopsWithin(Duration pause) throws InterruptedException {
        return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
