package dev.rollcall.benchmark.memory;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.load.Signer;
import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Both apps in 256 MB of heap each, under load, sampled twelve times after their first tenth. */
public final class MemoryBenchmark {

    private static final int SAMPLES = 12;
    private static final int PER_SECOND = 1_500;
    private static final int CONNECTIONS = 32;

    /** Every user is created once and then updated, so that the tables grow to a size and stay there. */
    private static final int USERS = 50_000;

    private final Servers servers;
    private final Duration length;

    public MemoryBenchmark(Servers servers, Duration length) {
        this.servers = servers;
        this.length = length;
    }

    public Section run() throws InterruptedException, IOException {
        List<ProcessMemory> gateway = new ArrayList<>();
        List<ProcessMemory> worker = new ArrayList<>();
        AtomicLong answered = new AtomicLong();
        double applied;
        try (App gatewayApp = servers.gateway();
                App workerApp = servers.worker();
                LoadClient client = new LoadClient(gatewayApp.port(), CONNECTIONS)) {
            long begun = System.nanoTime();
            long sent = 0;
            for (int sample = 0; sample <= SAMPLES; sample++) {
                long until = begun + length.toNanos() * (sample + 1) / (SAMPLES + 1);
                sent = load(client, begun, until, sent, answered);
                if (sample > 0) {
                    gateway.add(ProcessMemory.of(gatewayApp));
                    worker.add(ProcessMemory.of(workerApp));
                    System.out.println("  gateway " + gateway.getLast() + "\n  worker  " + worker.getLast());
                }
            }
            client.awaitAnswers();
            workerApp.await(App.CONSUMED, (double) sent);
            applied = workerApp.metric("rollcall_apply_events_total", "result=\"dead_lettered\"");
        }
        Section section = new Section("memory")
                .text("**%s.** Heap after a full collection and resident memory, in MB, over %d s."
                        .formatted(isFlat(gateway) && isFlat(worker) ? "Flat" : "Not flat", length.toSeconds()))
                .head("sample", "gateway heap", "gateway resident", "worker heap", "worker resident");
        for (int index = 0; index < SAMPLES; index++) {
            section.row(
                    Integer.toString(index + 1),
                    rounded(gateway.get(index).heapMegabytes()),
                    rounded(gateway.get(index).residentMegabytes()),
                    rounded(worker.get(index).heapMegabytes()),
                    rounded(worker.get(index).residentMegabytes()));
        }
        return section.text(String.format(
                Locale.ROOT,
                "`-Xmx256m` each. %,d events answered (%,d a second over all, samples included), all of them applied, %.0f dead letters. Flat means: the median of"
                        + " the last third is at most 10 %% (and 4 MB) above that of the first third.",
                answered.get(),
                answered.get() / length.toSeconds(),
                applied));
    }

    /** Sends at a steady rate, signing as it goes, until the given moment. Returns the number sent since the start. */
    private static long load(LoadClient client, long begun, long until, long sent, AtomicLong answered)
            throws InterruptedException {
        Signer signer = new Signer(Servers.SECRET);
        long behind = sent - (System.nanoTime() - begun) * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
        long start = System.nanoTime() + behind * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        long number = sent;
        while (System.nanoTime() - until < 0) {
            long due = Math.max(start, begun) + (number - sent) * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            byte[] body = UserEvents.body("m", (int) (number % USERS), (int) (number / USERS));
            ByteBuf request = SignedRequest.of(signer, "m-" + number, body);
            client.send(request, nanos -> answered.incrementAndGet());
            number++;
        }
        return number;
    }

    private static boolean isFlat(List<ProcessMemory> samples) {
        return isFlat(samples, ProcessMemory::heapMegabytes) && isFlat(samples, ProcessMemory::residentMegabytes);
    }

    private static boolean isFlat(List<ProcessMemory> samples, ToDoubleFunction<ProcessMemory> figure) {
        int third = samples.size() / 3;
        double first = median(samples.subList(0, third), figure);
        double last = median(samples.subList(samples.size() - third, samples.size()), figure);
        return last <= first * 1.1 + 4;
    }

    private static double median(List<ProcessMemory> samples, ToDoubleFunction<ProcessMemory> figure) {
        return Figures.median(samples.stream().mapToDouble(figure).toArray());
    }

    private static String rounded(double megabytes) {
        return Long.toString(Math.round(megabytes));
    }
}
