package dev.rollcall.simulator.delivery;

import dev.rollcall.simulator.world.Dice;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries and tries failed ones again until each has ended. One thread, the caller's, decides what to send
 * next; answers are counted on the threads of the HTTP client.
 */
public final class Courier {

    /** More failed deliveries than this hold back new ones: their bodies wait in memory. */
    private static final int MOST_WAITING = 20_000;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;

    private final CourierSettings settings;
    private final Clock clock;
    private final Dice dice;
    private final Ledger ledger;
    private final RequestWriter writer;
    private final Semaphore connections;
    private final DelayQueue<Attempt> retries = new DelayQueue<>();

    /** @param clock gives the timestamps of attempts */
    public Courier(CourierSettings settings, Clock clock, Dice dice, Ledger ledger) {
        this.settings = settings;
        this.clock = clock;
        this.dice = dice;
        this.ledger = ledger;
        writer = new RequestWriter(settings.url(), settings.signature(), settings.timeout());
        connections = new Semaphore(settings.connections());
    }

    /**
     * Returns when every delivery has ended.
     *
     * @param tick called about four times a second, with the number of deliveries that wait for another attempt
     * @throws InterruptedException when the calling thread is interrupted; requests in flight are abandoned
     */
    public void deliver(Iterator<Delivery> deliveries, Tick tick) throws InterruptedException {
        try (ExecutorService answers = Executors.newFixedThreadPool(2);
                HttpClient client = client(answers)) {
            try {
                new Round(client, deliveries, tick).run();
            } catch (InterruptedException interrupted) {
                client.shutdownNow();
                throw interrupted;
            }
        }
        tick.onTick(0);
    }

    /** HTTP/1.1 with keep-alive and without redirects, as Svix's worker. */
    private HttpClient client(ExecutorService answers) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .executor(answers)
                .build();
    }

    /** What the caller hears while it waits. */
    @FunctionalInterface
    public interface Tick {
        void onTick(int waiting);
    }

    /** The loop of the calling thread. */
    private final class Round {

        private final HttpClient client;
        private final Iterator<Delivery> deliveries;
        private final Tick tick;
        private final Pace pace = new Pace(settings.ratePerSecond(), System.nanoTime());
        private long nextTick = System.nanoTime();

        Round(HttpClient client, Iterator<Delivery> deliveries, Tick tick) {
            this.client = client;
            this.deliveries = deliveries;
            this.tick = tick;
        }

        void run() throws InterruptedException {
            while (true) {
                tick();
                Attempt due = retries.poll();
                if (due != null) {
                    send(due);
                } else if (retries.size() < MOST_WAITING && deliveries.hasNext()) {
                    begin();
                } else if (!deliveries.hasNext() && ledger.isSettled()) {
                    return;
                } else {
                    sendRetryWithin(SETTLE_NANOS);
                }
            }
        }

        private void begin() throws InterruptedException {
            long wait = pace.nanosUntilNext(System.nanoTime());
            if (wait > 0) {
                sendRetryWithin(Math.min(wait, TICK_NANOS));
                return;
            }
            pace.take();
            ledger.begin();
            send(new Attempt(deliveries.next(), 1, 0));
        }

        private void sendRetryWithin(long nanos) throws InterruptedException {
            Attempt due = retries.poll(nanos, TimeUnit.NANOSECONDS);
            if (due != null) {
                send(due);
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // its end is counted in the ledger, which the loop waits for
        private void send(Attempt attempt) throws InterruptedException {
            while (!connections.tryAcquire(TICK_NANOS, TimeUnit.NANOSECONDS)) {
                tick();
            }
            ledger.attempt(attempt.number());
            client.sendAsync(
                            writer.write(attempt.delivery(), clock.instant().getEpochSecond()),
                            BodyHandlers.discarding())
                    .whenComplete((response, failure) -> {
                        try {
                            settle(attempt, response, failure);
                        } finally {
                            connections.release();
                        }
                    });
        }

        private void tick() {
            long now = System.nanoTime();
            if (now - nextTick >= 0) {
                nextTick = now + TICK_NANOS;
                tick.onTick(retries.size());
            }
        }
    }

    private void settle(Attempt attempt, @Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
        int status = response == null ? 0 : response.statusCode();
        boolean forged = attempt.delivery().forgery() != null;
        if (forged && isVerdict(status)) {
            ledger.endForged(status == UNAUTHORIZED);
        } else if (!forged && isSuccess(status)) {
            ledger.acknowledge(attempt.delivery().event().messageId());
        } else {
            if (!forged) {
                ledger.refuse();
            }
            tryAgain(attempt, response, status == TOO_MANY_REQUESTS || isTimeout(failure));
        }
    }

    private void tryAgain(Attempt attempt, @Nullable HttpResponse<Void> response, boolean overloaded) {
        if (attempt.number() < RetrySchedule.ATTEMPTS) {
            Duration delay =
                    settings.schedule().delayAfter(attempt.number(), overloaded, retryAfter(response), random());
            retries.add(new Attempt(attempt.delivery(), attempt.number() + 1, System.nanoTime() + delay.toNanos()));
        } else if (attempt.delivery().forgery() != null) {
            ledger.endForged(false);
        } else {
            ledger.giveUp(attempt.delivery().event().messageId(), response == null ? 0 : response.statusCode());
        }
    }

    private OptionalDouble retryAfter(@Nullable HttpResponse<Void> response) {
        if (response == null) {
            return OptionalDouble.empty();
        }
        return response.headers()
                .firstValue("Retry-After")
                .map(header -> RetryAfter.seconds(header, clock.instant()))
                .orElse(OptionalDouble.empty());
    }

    /** Answers arrive on several threads. */
    private double random() {
        synchronized (dice) {
            return dice.below(1_000_001) / 1e6;
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** An answer that says what the endpoint thinks of the signature; an overload or outage says nothing. */
    private static boolean isVerdict(int status) {
        return status >= 200 && status < 500 && status != TOO_MANY_REQUESTS;
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException;
    }

    /**
     * @param number 1 for the first
     * @param dueNanos when it may set out, by the nano clock
     */
    private record Attempt(Delivery delivery, int number, long dueNanos) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
