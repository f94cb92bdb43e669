package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import dev.rollcall.worker.survey.walk.Walk;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a walk, of which one is fetched while the one before is compared: the one waits for Clerk, the other for
 * PostgreSQL and Kafka. A page that nobody takes is fetched again by whoever goes on.
 */
final class PagesAhead implements AutoCloseable {

    private static final int TRIES = 3;

    private final Walk walk;
    private final IdHashes seen;
    private final ExecutorService fetcher = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Future<Step> ahead;

    /** @param seen changed by the page that is under way: nobody else may touch it until this is closed */
    PagesAhead(Walk walk, IdHashes seen) {
        this.walk = walk;
        this.seen = seen;
    }

    /**
     * @param place where the last page left off, or where the walk begins
     * @throws ApiException when Clerk did not give it
     */
    Step next(Place place) throws ApiException, InterruptedException {
        Step step = ahead == null ? fetch(walk, place, seen) : taken(ahead);
        ahead = step.begunAgain() || step.place().ended()
                ? null
                : fetcher.submit(() -> fetch(walk, step.place(), seen));
        return step;
    }

    private static Step taken(Future<Step> ahead) throws ApiException, InterruptedException {
        try {
            return ahead.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ApiException api) {
                throw api;
            }
            if (failed.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (failed.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException("a page could not be fetched", failed.getCause());
        }
    }

    /** An answer that makes no sense may be a moment's: the place still holds. */
    static Step fetch(Walk walk, Place place, IdHashes seen) throws ApiException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return walk.next(place, seen);
            } catch (ApiException failed) {
                if (failed.kind() != ApiException.Kind.MALFORMED || attempt == TRIES) {
                    throw failed;
                }
            }
        }
    }

    /** Returns when no request is under way any more. */
    @Override
    public void close() {
        fetcher.shutdownNow();
        fetcher.close();
    }
}
