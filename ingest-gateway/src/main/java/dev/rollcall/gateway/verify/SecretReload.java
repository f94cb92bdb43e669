package dev.rollcall.gateway.verify;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The duty that reads the files of secrets again. One thread, since no thread that serves connections may wait for a disk. */
public final class SecretReload implements AutoCloseable {

    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

    private final Sources sources;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "secret-reload");

    public SecretReload(Sources sources) {
        this.sources = sources;
    }

    /** Does nothing when no source has a file. */
    public void start() {
        if (sources.haveFiles()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            while (!stopping.await(BETWEEN_READINGS.toMillis(), TimeUnit.MILLISECONDS)) {
                sources.reload();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
    }
}
