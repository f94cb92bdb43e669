package dev.rollcall.startup.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void isWaitedForUntilItHasEnded() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        WarmUp warmUp = WarmUp.begin("test", LONG, timeIsLeft -> {
            mayEnd.await();
            order.add("warm");
        });
        assertThat(warmUp.isOver()).isFalse();
        Thread waiting = Thread.ofPlatform().start(() -> {
            warmUp.await();
            order.add("started");
        });
        while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        waiting.join();
        assertThat(order).containsExactly("warm", "started");
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void isOverWhenItFailsWhateverTheFailureIs() {
        WarmUp exception = WarmUp.begin("test", LONG, timeIsLeft -> {
            throw new java.io.IOException("no socket");
        });
        WarmUp error = WarmUp.begin("test", LONG, timeIsLeft -> {
            throw new NoClassDefFoundError("gone");
        });
        exception.await();
        error.await();
        assertThat(exception.isOver()).isTrue();
        assertThat(error.isOver()).isTrue();
    }

    @Test
    void whatHangsIsNotWaitedForAfterItsTime() {
        CountDownLatch never = new CountDownLatch(1);
        WarmUp warmUp = WarmUp.begin("test", Duration.ofMillis(1), timeIsLeft -> never.await());
        warmUp.await();
        assertThat(warmUp.isOver()).isTrue();
        never.countDown();
    }

    @Test
    void saysWhenNoTimeIsLeft() {
        WarmUp warmUp = WarmUp.begin("test", Duration.ofMillis(1), timeIsLeft -> {
            while (timeIsLeft.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
        warmUp.await();
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void nobodyIsMadeUpTwice() {
        assertThat(MadeUpUser.any()).isNotEqualTo(MadeUpUser.any());
        assertThat(new String(MadeUpUser.any().event("user.created", 1), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("{\"data\":{\"id\":\"user_warmup")
                .endsWith("\"timestamp\":1,\"type\":\"user.created\"}")
                .doesNotContain("%");
    }
}
