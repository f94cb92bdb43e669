package dev.rollcall.local.stack;

import dev.rollcall.local.process.Together;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps that run together under one title, which can become another when the first work is done. */
final class Phases {

    private final Narrator narrator;
    private String title;
    private Narrator.Wait wait = () -> {};
    private long begun;

    Phases(Narrator narrator, String title) {
        this.narrator = narrator;
        this.title = title;
    }

    /**
     * What follows under another title.
     *
     * @param times how often what is returned is run before the first work is done
     */
    Runnable thenAfter(int times, String next) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            if (left.decrementAndGet() == 0) {
                becomes(next);
            }
        };
    }

    private synchronized void becomes(String next) {
        done();
        title = next;
        begin();
    }

    /** Runs all steps, and says when they are done. */
    void run(List<Together.Step> steps) throws Exception {
        begin();
        try {
            Together.run(steps);
        } catch (Exception failed) {
            endWait();
            throw failed;
        }
        done();
    }

    private synchronized void begin() {
        begun = System.nanoTime();
        wait = narrator.begin(title);
    }

    private synchronized void done() {
        endWait();
        narrator.done(String.format(Locale.ROOT, "%s ready after %.1f s", title, (System.nanoTime() - begun) / 1e9));
    }

    private synchronized void endWait() {
        wait.close();
        wait = () -> {};
    }
}
