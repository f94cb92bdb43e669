package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.proving.site.Site;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;

/** I9 twice a second while a fault lasts, whenever both sides answer. */
public final class OffsetWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;

    private final Site site;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<String> firstWrong = new AtomicReference<>();
    private final Thread thread;

    private OffsetWatch(Site site) {
        this.site = site;
        thread = Thread.ofPlatform().daemon().name("offset-watch").unstarted(this::watch);
    }

    public static OffsetWatch begin(Site site) {
        OffsetWatch watch = new OffsetWatch(site);
        watch.thread.start();
        return watch;
    }

    /**
     * Looks once more, and says what was found.
     *
     * @param onlyNow whether what was seen before is excused
     */
    Finding finding(boolean onlyNow) throws InterruptedException {
        String wrong;
        try (Admin admin = site.brokers().admin()) {
            wrong = Offsets.ahead(site, admin);
        }
        if (wrong == null && !onlyNow) {
            wrong = firstWrong.get();
        }
        return Finding.of(
                Invariant.I9, wrong == null, wrong == null ? "looked " + (looks.get() + 1) + " times" : wrong);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try (Admin admin = site.brokers().admin()) {
            while (!Thread.currentThread().isInterrupted()) {
                String wrong = Offsets.ahead(site, admin);
                looks.incrementAndGet();
                if (wrong != null) {
                    firstWrong.compareAndSet(null, wrong);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
