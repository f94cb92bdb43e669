package dev.rollcall.worker.operate.http;

import dev.rollcall.worker.operate.console.NewestEvents;
import dev.rollcall.worker.operate.console.Pulse;
import dev.rollcall.worker.operate.console.Pulses;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams of pulses that are open. Each has a thread that writes, and a few pulses that wait for it: a reader that
 * does not keep up loses pulses and delays nobody. They end before the web server stops, which would wait for them, and
 * after ten minutes, so that a revoked token does not stay valid in an open stream; the page opens the next one.
 */
public final class PulseStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PulseStreams.class);

    private static final int MOST = 32;
    private static final int WAITING = 4;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long NO_TIMEOUT = 0;
    private static final MediaType UTF_8_TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    private static final JsonMapper JSON = new JsonMapper();

    private final Pulses pulses;
    private final NewestEvents newest;
    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    public PulseStreams(Pulses pulses, NewestEvents newest) {
        this.pulses = pulses;
        this.newest = newest;
    }

    /** An emitter for this response, or the refusal. */
    Object open(ServletResponse response) {
        if (!running || writers.size() >= MOST) {
            return OpsDoor.error(HttpStatus.SERVICE_UNAVAILABLE, "too many streams are open, or the worker stops");
        }
        SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
        Thread writer = Thread.ofVirtual().name("pulse-stream").unstarted(() -> write(emitter, response));
        writers.add(writer);
        writer.start();
        return emitter;
    }

    private void write(SseEmitter emitter, ServletResponse response) {
        BlockingQueue<Pulse> waiting = new ArrayBlockingQueue<>(WAITING);
        Consumer<Pulse> listener = pulse -> {
            if (!waiting.offer(pulse)) {
                LOG.debug("A reader of pulses does not keep up");
            }
        };
        pulses.listen(listener);
        try {
            long end = System.nanoTime() + LONGEST.toNanos();
            send(emitter, "history", pulses.remembered());
            Pulse next = pulses.latest();
            long sentMillis = 0;
            long sentEvent = 0;
            while (running && System.nanoTime() - end < 0) {
                // The first one may come twice: as the latest, and to the listener.
                if (next != null && next.atMillis() > sentMillis) {
                    send(emitter, "pulse", next);
                    sentMillis = next.atMillis();
                    NewestEvents.Look look = newest.after(sentEvent);
                    if (!look.events().isEmpty()) {
                        send(emitter, "events", look);
                        sentEvent = look.events().getLast().number();
                    }
                }
                next = waiting.poll(1, TimeUnit.SECONDS);
            }
            // Its last bytes go out here: once the emitter is complete, a web server that stops waits for it no longer.
            response.getOutputStream().close();
            emitter.complete();
        } catch (IOException | IllegalStateException left) {
            LOG.debug("A reader of pulses has left", left);
        } catch (InterruptedException stopped) {
            emitter.complete();
        } finally {
            pulses.forget(listener);
            writers.remove(Thread.currentThread());
        }
    }

    private static void send(SseEmitter emitter, String name, Object data) throws IOException {
        emitter.send(SseEmitter.event().name(name).data(JSON.writeValueAsString(data), UTF_8_TEXT));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Writers notice within a second, and end their streams properly. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
