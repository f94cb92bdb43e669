package dev.rollcall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.identify.IdentifySettings;
import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.CapturedLog;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import dev.rollcall.startup.warm.WarmUp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Made-up events before the first real ones: they take the whole way, leave nothing, and the start does not hang on them. */
class WarmUpIT {

    private static Rehearsal rehearsal() {
        return GatewayConfiguration.rehearsal(
                new IdentifySettings(Set.of("email.created")), new Topics("nowhere."), Clock.systemUTC());
    }

    @Test
    void everyMadeUpEventIsTakenAsARealOneWouldBe() throws Exception {
        // It fails with the first that is not answered 202.
        rehearsal().run(() -> true);
    }

    @Test
    void leavesNoRecordNoCountAndNoLine() {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "warm.").declare();
        try (CapturedLog log = new CapturedLog();
                RunningGateway gateway = RunningGateway.start(
                                topic.bootstrapServers(), topic.prefix(), new StandingClock(Instant.now()))
                        .awaitReady()) {
            assertThat(topic.read()).isEmpty();
            assertThat(gateway.scrape().samples()).allSatisfy((sample, value) -> {
                if (sample.startsWith("rollcall_") && sample.matches("\\w+(_total|_count|_sum|_bucket)(\\{.*)?")) {
                    assertThat(value).as(sample).isZero();
                }
                if (sample.startsWith("resilience4j_circuitbreaker_calls")) {
                    assertThat(value).as(sample).isZero();
                }
            });
            assertThat(gateway.scrape().sum("rollcall_last_verified_webhook_timestamp_seconds"))
                    .isZero();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("dev.rollcall."))
                    .allMatch(line -> line.contains("webhooks are received") || line.contains("events are stored"));
        }
    }

    @Test
    void thePortOpensAfterIt() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        WarmUp warmUp = WarmUp.begin("test", Duration.ofHours(1), timeIsLeft -> {
            mayEnd.await();
            order.add("warm");
        });
        Thread start = Thread.ofPlatform().start(() -> {
            new GatewayConfiguration().warmedUp(warmUp).afterSingletonsInstantiated();
            order.add("open");
        });
        while (start.isAlive() && start.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        start.join();
        assertThat(order).containsExactly("warm", "open");
    }
}
