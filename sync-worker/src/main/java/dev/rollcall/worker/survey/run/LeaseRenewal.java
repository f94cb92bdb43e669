package dev.rollcall.worker.survey.run;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Keeps the lease while the survey works or waits. That it could not be kept shows at the next checkpoint. */
final class LeaseRenewal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);
    private static final long EVERY_SECONDS = 10;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("survey-lease").factory());

    private @Nullable Future<?> renewal;

    void begin(SurveyLease lease) {
        renewal = thread.scheduleWithFixedDelay(() -> renew(lease), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static void renew(SurveyLease lease) {
        try {
            lease.renew();
        } catch (NestedRuntimeException away) {
            LOG.debug("The survey's lease could not be renewed", away);
        }
    }

    @Override
    public void close() {
        Future<?> begun = renewal;
        if (begun != null) {
            begun.cancel(true);
        }
        thread.shutdownNow();
    }
}
