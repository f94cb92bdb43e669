package dev.rollcall.worker.survey.api;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How fast a survey may ask. Clerk counts all requests of an instance together, so every one taken here is missing to the
 * application. Requests keep their distance instead of filling windows: two full windows would meet, and then any ten
 * seconds of Clerk's could hold more than the share.
 */
public final class RequestBudget {

    /** Requests in ten seconds that Clerk allows. Source: its page on system limits. */
    private static final int LIVE = 1000;

    private static final int TEST = 100;
    private static final Duration SHARE_WINDOW = Duration.ofSeconds(10);
    private static final long CROWDED_NANOS = Duration.ofMinutes(1).toNanos();

    /** Of what Clerk says to wait, on top of it: clients that were refused together do not come back together. */
    private static final double MOST_JITTER = 0.25;

    /** Puts a thread to sleep; a test lets time pass otherwise. */
    public interface Sleeper {

        void sleep(Duration time) throws InterruptedException;
    }

    private final long distanceNanos;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private final DoubleSupplier chance;
    private long nextTurn;
    private long pausedUntil;
    private boolean refused;
    private long refusedAt;

    private RequestBudget(long distanceNanos, LongSupplier nanoTime, Sleeper sleeper, DoubleSupplier chance) {
        this.distanceNanos = distanceNanos;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.chance = chance;
        nextTurn = nanoTime.getAsLong();
        pausedUntil = nextTurn;
    }

    /** @param share of the instance's budget, above 0 to 1 */
    public static RequestBudget of(SecretKey key, double share) {
        return ofRequestsPerSecond(perSecond(key, share));
    }

    static double perSecond(SecretKey key, double share) {
        return (key.isLive() ? LIVE : TEST) * share / SHARE_WINDOW.toSeconds();
    }

    /** Whatever the instance is: {@code --rate N}. */
    public static RequestBudget ofRequestsPerSecond(double perSecond) {
        return ofRate(perSecond, System::nanoTime, Thread::sleep, RequestBudget::random);
    }

    /** As fast as Clerk answers: {@code --rate 0}. */
    public static RequestBudget unlimited() {
        return new RequestBudget(0, System::nanoTime, Thread::sleep, RequestBudget::random);
    }

    /** @param chance from 0 to 1 */
    static RequestBudget ofRate(double perSecond, LongSupplier nanoTime, Sleeper sleeper, DoubleSupplier chance) {
        // A nanosecond more: both ends of a window count.
        return new RequestBudget((long) (1e9 / perSecond) + 1, nanoTime, sleeper, chance);
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Empty where nothing but Clerk bounds it. */
    OptionalDouble requestsPerSecond() {
        return distanceNanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(1e9 / distanceNanos);
    }

    /** Waits for one request's turn. */
    void take() throws InterruptedException {
        long turn = nextTurn();
        while (true) {
            long wait = turn - nanoTime.getAsLong();
            if (wait > 0) {
                sleeper.sleep(Duration.ofNanos(wait));
            }
            // Clerk may have refused another request meanwhile.
            if (!isPaused()) {
                return;
            }
            turn = nextTurn();
        }
    }

    private synchronized long nextTurn() {
        long turn = later(nanoTime.getAsLong(), later(nextTurn, pausedUntil));
        nextTurn = turn + distanceNanos;
        return turn;
    }

    private synchronized boolean isPaused() {
        return pausedUntil - nanoTime.getAsLong() > 0;
    }

    /** Of times whose origin is arbitrary. */
    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /**
     * Clerk refused: everything waits, and the second time within a minute the survey steps back.
     *
     * @throws ApiException the second time
     */
    synchronized void refused(Duration pause) throws ApiException {
        long now = nanoTime.getAsLong();
        if (refused && now - refusedAt < CROWDED_NANOS) {
            throw new ApiException(
                    ApiException.Kind.CROWDED,
                    "Clerk refused requests twice within a minute (429): the application needs its budget; run the same command"
                            + " again later, or with a smaller --rate");
        }
        refused = true;
        refusedAt = now;
        long jitter = (long) (pause.toNanos() * MOST_JITTER * chance.getAsDouble());
        pausedUntil = later(pausedUntil, now + pause.toNanos() + jitter);
    }
}
