package dev.rollcall.worker.survey.api;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast a survey may ask. Clerk counts all requests of an instance together, so every one taken here is missing to the
 * application; small windows, since two full ones of ten seconds would meet.
 */
public final class RequestBudget {

    /** Requests in ten seconds that Clerk allows. Source: its page on system limits. */
    private static final int LIVE = 1000;

    private static final int TEST = 100;
    private static final Duration SHARE_WINDOW = Duration.ofSeconds(10);
    private static final long CROWDED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Puts a thread to sleep; a test lets time pass otherwise. */
    public interface Sleeper {

        void sleep(Duration time) throws InterruptedException;
    }

    private final RateLimiter limiter;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private long pausedUntil;
    private boolean refused;
    private long refusedAt;

    private RequestBudget(RateLimiter limiter, LongSupplier nanoTime, Sleeper sleeper) {
        this.limiter = limiter;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        pausedUntil = nanoTime.getAsLong();
    }

    /** @param share of the instance's budget, above 0 to 1 */
    public static RequestBudget of(SecretKey key, double share) {
        double perSecond = (key.isLive() ? LIVE : TEST) * share / SHARE_WINDOW.toSeconds();
        return ofRate(perSecond, System::nanoTime, Thread::sleep);
    }

    /** Whatever the instance is: {@code --rate N}. */
    public static RequestBudget ofRequestsPerSecond(double perSecond) {
        return ofRate(perSecond, System::nanoTime, Thread::sleep);
    }

    /** As fast as Clerk answers: {@code --rate 0}. */
    public static RequestBudget unlimited() {
        return ofRate(1e6, System::nanoTime, Thread::sleep);
    }

    static RequestBudget ofRate(double perSecond, LongSupplier nanoTime, Sleeper sleeper) {
        Duration each = Duration.ofNanos((long) (1e9 / perSecond));
        return new RequestBudget(
                RateLimiter.of(
                        "clerk-api",
                        RateLimiterConfig.custom()
                                .limitForPeriod(1)
                                .limitRefreshPeriod(each)
                                .timeoutDuration(LONGEST_WAIT)
                                .build()),
                nanoTime,
                sleeper);
    }

    /** Waits for one request's turn. */
    void take() throws InterruptedException, ApiException {
        long wait = waitNanos();
        if (wait > 0) {
            sleeper.sleep(Duration.ofNanos(wait));
        }
        if (!limiter.acquirePermission()) {
            throw new ApiException(ApiException.Kind.EXHAUSTED, "no request could be made within a minute");
        }
    }

    private synchronized long waitNanos() {
        return pausedUntil - nanoTime.getAsLong();
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
        pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
    }
}
