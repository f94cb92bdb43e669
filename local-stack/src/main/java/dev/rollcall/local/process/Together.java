package dev.rollcall.local.process;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Steps that do not wait for each other. */
public final class Together {

    /** A step that can be interrupted. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private Together() {}

    /** Runs all and returns when all are done; when one fails the others are interrupted, and its exception is thrown. */
    public static void run(List<Step> steps) throws Exception {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("start-", 0).factory());
        try {
            ExecutorCompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
            for (Step step : steps) {
                Callable<Boolean> call = () -> {
                    step.run();
                    return true;
                };
                running.submit(call);
            }
            for (int done = 0; done < steps.size(); done++) {
                running.take().get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /** Each step kills what it was starting; nothing may continue before that. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException whileWaiting) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
