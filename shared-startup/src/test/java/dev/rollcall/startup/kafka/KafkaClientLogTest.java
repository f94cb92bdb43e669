package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KafkaClientLogTest {

    private final Logger client = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");
    private final Level before = client.getLevel();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private KafkaClientLog filter;

    @BeforeEach
    void listen() {
        client.setLevel(Level.ERROR);
        filter = KafkaClientLog.listening();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root.detachAppender(log);
        filter.close();
        client.setLevel(before);
    }

    @Test
    void whatAllClientsSayAgainAndAgainIsSaidOnceWithoutItsStackTrace() {
        for (int time = 0; time < 1_000; time++) {
            client.error(
                    "[Consumer clientId=worker-0-" + time % 5 + "] Connection to node {} failed",
                    time,
                    new IllegalStateException("no"));
        }
        assertThat(log.list).singleElement().satisfies(said -> {
            assertThat(said.getLoggerName()).isEqualTo(KafkaClientLog.class.getName());
            assertThat(said.getFormattedMessage())
                    .isEqualTo("a Kafka client says: [Consumer clientId=worker-0-0] Connection to node 0 failed"
                            + " (IllegalStateException)");
            assertThat(said.getThrowableProxy()).isNull();
        });
    }

    @Test
    void whatIsNotShownIsNotCounted() {
        client.warn("Connection to node {} failed", 1);
        assertThat(log.list).isEmpty();
        client.error("Connection to node {} failed", 1);
        assertThat(log.list).hasSize(1);
    }

    @Test
    void whoAsksForAllOfItGetsAllOfIt() {
        client.setLevel(Level.INFO);
        client.error("[one] failed");
        client.error("[one] failed");
        assertThat(log.list).hasSize(2);
    }

    @Test
    void aMessageWithoutTextIsLeftAlone() {
        client.error((String) null);
        client.error((String) null);
        assertThat(log.list).hasSize(2);
    }

    @Test
    void onceItIsClosedEverythingIsLogged() {
        filter.close();
        client.error("[one] failed");
        client.error("[one] failed");
        assertThat(log.list).hasSize(2);
    }

    @Test
    void othersAreLeftAlone() {
        Logger other = (Logger) LoggerFactory.getLogger("dev.rollcall.startup.Other");
        other.setLevel(Level.ERROR);
        other.error("failed");
        other.error("failed");
        assertThat(log.list).hasSize(2);
    }
}
