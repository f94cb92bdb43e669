package dev.rollcall.worker.operate.command;

import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.worker.survey.run.Requests;
import dev.rollcall.worker.survey.run.SurveyProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a survey is: a bar that moves on a terminal, a line every ten seconds elsewhere. */
final class SurveyProgressLines implements SurveyProgress {

    private static final long BAR_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int WIDTH = 24;

    private final PrintStream out;
    private final Requests requests;
    private final @Nullable TerminalStream terminal;
    private final LongSupplier nanoTime;
    private @Nullable String table;
    private long tableSince;
    private long tableFrom;
    private long shownAt;
    private long toldListed = -1;
    private long toldPublished;
    private @Nullable String unshown;
    private boolean open;

    SurveyProgressLines(PrintStream out, Requests requests) {
        this(
                out,
                requests,
                out instanceof TerminalStream stream && TerminalStream.isWatched() ? stream : null,
                System::nanoTime);
    }

    /** @param terminal that a person looks at; null where nobody does */
    SurveyProgressLines(PrintStream out, Requests requests, @Nullable TerminalStream terminal, LongSupplier nanoTime) {
        this.out = out;
        this.requests = requests;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        shownAt = nanoTime.getAsLong() - LINE_NANOS;
    }

    @Override
    public void say(String line) {
        end();
        out.println(line);
    }

    @Override
    public void begun(String next, long listed) {
        end();
        table = next;
        tableSince = nanoTime.getAsLong();
        tableFrom = listed;
        toldListed = -1;
    }

    /** Where a person looks, in place; elsewhere what was said of the wait is enough. */
    @Override
    public void waits(String what, Duration left) {
        if (terminal == null) {
            return;
        }
        if (left.isZero()) {
            terminal.overwrite("");
            open = false;
            return;
        }
        // Rounded up: it counts from the whole to one.
        terminal.overwrite(what + " in " + span(Math.max(1, left.plusMillis(999).toSeconds())));
        open = true;
    }

    @Override
    public void page(String current, long listed, long expected, long published) {
        long now = nanoTime.getAsLong();
        if (!current.equals(table)) {
            begun(current, 0);
        }
        boolean whole = expected > 0 && listed >= expected;
        if (whole && listed == toldListed && published == toldPublished) {
            // A list ends with a page in which nothing is new.
            return;
        }
        double seconds = Math.max(1e-3, (now - tableSince) / 1e9);
        // What came to be after Clerk counted is listed, too.
        long total = whole ? listed : expected;
        String line = (terminal == null ? "" : bar(listed, total) + " ")
                + line(current, listed, total, published, (listed - tableFrom) / seconds);
        if (whole) {
            toldListed = listed;
            toldPublished = published;
        }
        if (listed == expected || now - shownAt >= (terminal != null ? BAR_NANOS : LINE_NANOS)) {
            shownAt = now;
            unshown = null;
            show(line);
        } else {
            unshown = whole ? line : null;
        }
    }

    private void show(String line) {
        if (terminal != null) {
            terminal.overwrite(line);
            open = true;
        } else {
            out.println(line);
        }
    }

    private String line(String current, long listed, long expected, long published, double rate) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s: %,d", current, listed));
        if (expected > 0) {
            line.append(String.format(Locale.ROOT, " of %,d", expected));
        }
        line.append(String.format(Locale.ROOT, ", %,.0f/s", rate));
        if (expected > listed && rate > 0) {
            line.append(", ").append(span((long) ((expected - listed) / rate))).append(" left");
        }
        line.append(String.format(Locale.ROOT, ", published %,d, requests %,d", published, requests.made()));
        return requests.throttled() == 0
                ? line.toString()
                : line.append(String.format(Locale.ROOT, ", refused for their number (429) %,d", requests.throttled()))
                        .toString();
    }

    private static String span(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static String bar(long listed, long expected) {
        int full = expected <= 0 ? 0 : (int) Math.min(WIDTH, WIDTH * listed / expected);
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
    }

    /** The bar stays as it was last, with the last page that it met. */
    void end() {
        String last = unshown;
        if (last != null) {
            unshown = null;
            show(last);
        }
        if (open) {
            out.println();
            open = false;
        }
    }
}
