package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose place a new connection gets when all are taken. */
class OpenConnectionsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> gone = new ArrayList<>();
    private long millis;

    private final OpenConnections connections =
            new OpenConnections(3, new IngestMetrics(registry), () -> TimeUnit.MILLISECONDS.toNanos(millis));

    /** One whose state the test decides. */
    private final class Sender implements OpenConnections.Place {

        private final String name;
        private boolean earned;
        private boolean sentHead;
        private long lastByteMillis = millis;
        private boolean earnsItMeanwhile;
        private boolean isBusy;
        private final CompletableFuture<Boolean> toldWhileDraining = new CompletableFuture<>();

        Sender(String name) {
            this.name = name;
        }

        Sender earned() {
            earned = true;
            return this;
        }

        Sender sentHead() {
            sentHead = true;
            return this;
        }

        @Override
        public boolean isEarned() {
            return earned;
        }

        @Override
        public boolean hasSentHead() {
            return sentHead;
        }

        @Override
        public long lastByteAt() {
            return TimeUnit.MILLISECONDS.toNanos(lastByteMillis);
        }

        @Override
        public void giveWay() {
            if (earnsItMeanwhile) {
                earned = true;
                connections.stays(this);
            } else {
                gone.add(name);
            }
        }

        @Override
        public void giveUpBody() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drain() {
            toldWhileDraining.complete(connections.areDraining());
            if (!isBusy) {
                gone.add(name);
                connections.closed(this);
            }
        }

        @Override
        public void abandon() {
            gone.add(name);
        }
    }

    private Sender open(Sender sender) {
        assertThat(connections.opened(sender)).as(sender.name).isTrue();
        return sender;
    }

    @Test
    void nobodyGoesWhileThereIsRoom() {
        open(new Sender("first"));
        millis += 10_000;
        open(new Sender("second"));
        open(new Sender("third"));
        assertThat(gone).isEmpty();
    }

    @Test
    void firstGoesTheOldestThatHasBeenSilentForASecond() {
        Sender first = open(new Sender("first"));
        open(new Sender("second").sentHead());
        open(new Sender("third"));
        millis += 1_000;
        first.lastByteMillis = millis - 999;
        open(new Sender("fourth"));
        assertThat(gone).as("a head is no protection for who is silent").containsExactly("second");
        open(new Sender("fifth"));
        assertThat(gone).containsExactly("second", "third");
    }

    @Test
    void thenTheOldestWithoutACompleteHead() {
        open(new Sender("first").sentHead());
        open(new Sender("second"));
        open(new Sender("third"));
        millis += 999;
        open(new Sender("fourth"));
        assertThat(gone).containsExactly("second");
    }

    @Test
    void thenTheOldest() {
        open(new Sender("first").sentHead());
        open(new Sender("second").sentHead());
        open(new Sender("third").sentHead());
        open(new Sender("fourth"));
        assertThat(gone).containsExactly("first");
    }

    @Test
    void neverOneThatHasDeliveredAVerifiedRequest() {
        open(new Sender("first").earned());
        open(new Sender("second").earned().sentHead());
        open(new Sender("third"));
        millis += 60_000;
        open(new Sender("fourth").earned());
        assertThat(gone).containsExactly("third");
        assertThat(connections.opened(new Sender("fifth"))).isFalse();
        assertThat(gone).containsExactly("third");
        assertThat(counted(IngestMetric.CONNECTIONS_EVICTED)).isEqualTo(1);
        assertThat(counted(IngestMetric.CONNECTIONS_REFUSED)).isEqualTo(1);
    }

    @Test
    void oneThatIsVerifiedBeforeItHearsOfItStays() throws InterruptedException {
        Sender first = open(new Sender("first"));
        open(new Sender("second"));
        open(new Sender("third"));
        first.earnsItMeanwhile = true;
        open(new Sender("fourth"));
        assertThat(gone).isEmpty();
        open(new Sender("fifth"));
        assertThat(gone).as("and is not asked again").containsExactly("second");
        assertThat(connections.drain(Duration.ofMinutes(5))).isTrue();
        assertThat(gone).as("and hears of a stop as everyone does").contains("first");
        assertThat(open()).isZero();
    }

    @Test
    void oneThatIsAskedToGoIsNotAskedAgainAndStillCountsUntilItIsClosed() throws InterruptedException {
        Sender first = open(new Sender("first"));
        open(new Sender("second"));
        open(new Sender("third"));
        open(new Sender("fourth"));
        open(new Sender("fifth"));
        assertThat(gone).containsExactly("first", "second");
        assertThat(open()).isEqualTo(5);
        connections.closed(first);
        connections.closed(first);
        assertThat(open()).isEqualTo(4);
        gone.clear();
        assertThat(connections.drain(Duration.ofSeconds(15))).isTrue();
        assertThat(gone).containsExactly("third", "fourth", "fifth", "second");
        assertThat(open()).isZero();
    }

    @Test
    void nobodyCanTakeAPlaceWhileTheGatewayStops() throws InterruptedException {
        assertThat(connections.areDraining()).isFalse();
        assertThat(connections.drain(Duration.ofSeconds(15)))
                .as("nobody is there to wait for")
                .isTrue();
        assertThat(connections.areDraining()).isTrue();
        for (String name : List.of("first", "second", "third")) {
            assertThat(connections.opened(new Sender(name))).isFalse();
        }
        assertThat(connections.opened(new Sender("fourth")))
                .as("nor that of another")
                .isFalse();
    }

    @Test
    void everyConnectionKnowsThatItsNextAnswerIsTheLastBeforeItIsTold() throws InterruptedException {
        Sender first = open(new Sender("first"));
        Sender second = open(new Sender("second"));
        connections.drain(Duration.ofSeconds(15));
        assertThat(first.toldWhileDraining).isCompletedWithValue(true);
        assertThat(second.toldWhileDraining).isCompletedWithValue(true);
    }

    @Test
    void oneThatFoundNoPlaceLeavesNothingThatAStopWouldWaitFor() throws InterruptedException {
        for (String name : List.of("first", "second", "third")) {
            open(new Sender(name).earned());
        }
        Sender fourth = new Sender("fourth").earned();
        assertThat(connections.opened(fourth)).isFalse();
        connections.closed(fourth);
        assertThat(connections.drain(Duration.ofMinutes(5))).isTrue();
        assertThat(gone).containsExactly("first", "second", "third");
    }

    @Test
    void whoIsStillBusyWhenTheTimeIsOverIsAbandonedAndThatIsSaid() throws InterruptedException {
        connections.closed(open(new Sender("earlier, when there was no other")));
        open(new Sender("idle"));
        Sender busy = open(new Sender("busy"));
        busy.isBusy = true;
        assertThat(connections.drain(Duration.ZERO)).isFalse();
        assertThat(gone).containsExactly("idle", "busy");
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void theStopWaitsForWhoIsBusy() throws Exception {
        Sender busy = open(new Sender("busy"));
        busy.isBusy = true;
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread stop = Thread.ofVirtual().start(() -> {
            try {
                stopped.complete(connections.drain(Duration.ofMinutes(5)));
            } catch (InterruptedException ended) {
                stopped.completeExceptionally(ended);
            }
        });
        busy.toldWhileDraining.get(5, TimeUnit.MINUTES);
        assertThat(stopped).isNotDone();
        connections.closed(busy);
        assertThat(stopped.get(5, TimeUnit.MINUTES)).isTrue();
        stop.join();
        assertThat(gone).isEmpty();
    }

    @Test
    void oneThatWasNeverAskedToGoCannotStayTwice() {
        Sender first = open(new Sender("first"));
        connections.closed(first);
        connections.stays(first);
        connections.closed(first);
        assertThat(open()).isZero();
        open(new Sender("second"));
        open(new Sender("third"));
        open(new Sender("fourth"));
        assertThat(gone).isEmpty();
    }

    private double open() {
        return registry.get(IngestMetric.CONNECTIONS.meterName()).gauge().value();
    }

    private double counted(IngestMetric metric) {
        return registry.get(metric.meterName()).counter().count();
    }
}
