package dev.rollcall.benchmark.report;

import java.util.Arrays;
import java.util.Locale;

/** Medians and percentiles, and how they are written. */
public final class Figures {

    private Figures() {}

    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The median of the ratios within each pair of runs: neighbours in time share the state of the machine. */
    public static double medianRatio(double[] ours, double[] others) {
        double[] ratios = new double[ours.length];
        for (int index = 0; index < ratios.length; index++) {
            ratios[index] = ours[index] / others[index];
        }
        return median(ratios);
    }

    /** @param sorted ascending; 0 when there is none */
    public static double percentile(long[] sorted, double percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    /** A number of things a second, with thousands separated. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,d", Math.round(perSecond));
    }

    /** Milliseconds with one digit. */
    public static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    /** A ratio with two digits, or one above ten. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.1f", ratio);
    }
}
