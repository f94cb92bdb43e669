package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rollcall.startup.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KafkaClientLogTest {

    private final Logger client = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");
    private final Level before = client.getLevel();
    private KafkaClientLog filter;
    private CapturedLog log;

    @BeforeEach
    void listen() {
        client.setLevel(Level.ERROR);
        filter = KafkaClientLog.listening();
        log = new CapturedLog();
    }

    @AfterEach
    void listenNoMore() {
        log.close();
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
        assertThat(log.lines())
                .containsExactly(KafkaClientLog.class.getName()
                        + ": a Kafka client says: [Consumer clientId=worker-0-0] Connection to node 0 failed"
                        + " (IllegalStateException)");
    }

    @Test
    void whatIsNotShownIsNotCounted() {
        client.warn("Connection to node {} failed", 1);
        assertThat(log.lines()).isEmpty();
        client.error("Connection to node {} failed", 1);
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void whoAsksForAllOfItGetsAllOfIt() {
        client.setLevel(Level.INFO);
        client.error("[one] failed");
        client.error("[one] failed");
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void othersAreLeftAlone() {
        Logger other = (Logger) LoggerFactory.getLogger("dev.rollcall.startup.Other");
        other.error("failed");
        other.error("failed");
        assertThat(log.lines()).hasSize(2);
    }
}
