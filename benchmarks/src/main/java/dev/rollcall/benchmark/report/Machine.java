package dev.rollcall.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the processors did between two moments, from the first line of {@code /proc/stat}: user, nice, system, idle,
 * iowait, irq, softirq, steal, in clock ticks since the start of the machine.
 */
public final class Machine {

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    /** For programs, whatever the kernel's own clock. Source: proc(5), USER_HZ. */
    private static final double TICKS_A_SECOND = 100;

    private final long[] before = ticks();

    private Machine() {}

    public static Machine watch() {
        return new Machine();
    }

    /** What all processes of the machine used of its processors, in seconds of one; the kernel counts in hundredths. */
    public double busySeconds() {
        return busy(passed()) / TICKS_A_SECOND;
    }

    /** Such as "CPU busy 97 %, steal 3 %, load 4.2". */
    public String since() {
        long[] passed = passed();
        long all = Arrays.stream(passed).sum();
        if (all == 0) {
            return "not known";
        }
        return String.format(
                Locale.ROOT,
                "CPU busy %d %%, steal %d %%, load average at the end %s",
                100 * busy(passed) / all,
                100 * passed[STEAL] / all,
                lines("/proc/loadavg").getFirst().split(" ", 2)[0]);
    }

    /** Processors, memory, and versions: what the absolute figures hang on. */
    public static String description() {
        String processor = lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        long kilobytes = Long.parseLong(lines("/proc/meminfo").getFirst().replaceAll("\\D", ""));
        return String.format(
                Locale.ROOT,
                "%d × %s, %d GiB, Linux %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                processor,
                Math.round(kilobytes / 1024.0 / 1024.0),
                System.getProperty("os.version"),
                Runtime.version());
    }

    private static long busy(long[] passed) {
        return Arrays.stream(passed).sum() - passed[IDLE] - passed[IO_WAIT] - passed[STEAL];
    }

    private long[] passed() {
        long[] passed = ticks();
        for (int index = 0; index < passed.length; index++) {
            passed[index] -= before[index];
        }
        return passed;
    }

    private static long[] ticks() {
        return Stream.of(lines("/proc/stat").getFirst().split("\\s+"))
                .skip(1)
                .limit(STEAL + 1L)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException notLinux) {
            throw new UncheckedIOException("the benchmarks need Linux's " + file, notLinux);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(before);
    }
}
