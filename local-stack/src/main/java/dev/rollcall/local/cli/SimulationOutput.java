package dev.rollcall.local.cli;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.terminal.TerminalText;
import dev.rollcall.simulator.ProgressListener.Progress;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Difference;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells a person how a simulation goes and what it found. */
final class SimulationOutput implements SimulationTeller {

    private static final int LISTED = 20;
    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);

    private final Terminal terminal;
    private Duration lastLine = Duration.ZERO;

    SimulationOutput(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(SimulationSettings settings) {
        String faults = settings.world().faults().stream().map(Fault::label).collect(Collectors.joining(", "));
        terminal.say("Sending world %d, %s%s, to %s"
                .formatted(
                        settings.world().seed(),
                        Plural.of(settings.world().events(), "event"),
                        faults.isEmpty() ? "" : " with faults " + faults,
                        settings.webhookUrl()));
    }

    @Override
    public void sending(Progress progress) {
        line(
                "%s of %s deliveries acknowledged, %s waiting for another attempt, %s"
                        .formatted(
                                number(progress.acknowledged()),
                                number(progress.deliveries()),
                                number(progress.waiting()),
                                seconds(progress.elapsed())),
                progress.elapsed());
    }

    @Override
    public void sent(SimulationReport report) {
        terminal.endLive();
        double rate = report.attempts() / Math.max(report.elapsed().toNanos() / 1e9, 0.001);
        terminal.say(String.format(
                Locale.ROOT,
                "%s in %s: %,d acknowledged after %s in %s (%,.0f/s)",
                Plural.of(report.messages(), "message"),
                Plural.of(report.deliveries(), "delivery", "deliveries"),
                report.acknowledged(),
                Plural.of(report.attempts(), "attempt"),
                seconds(report.elapsed()),
                rate));
        if (!report.faults().isEmpty()) {
            terminal.say("  faults: "
                    + new TreeMap<>(report.faults())
                            .entrySet().stream()
                                    .map(fault -> fault.getKey().label() + " " + number(fault.getValue()))
                                    .collect(Collectors.joining(", ")));
        }
        if (report.retried() > 0) {
            terminal.say("  %s after %s"
                    .formatted(
                            Plural.of(report.retried(), "attempt was a repetition", "attempts were repetitions"),
                            Plural.of(report.refused(), "refusal")));
        }
        if (!report.lostMessageIds().isEmpty()) {
            terminal.say("  %s lost on purpose: the tables lack what was told there"
                    .formatted(Plural.of(report.lostMessageIds().size(), "message was", "messages were")));
        }
        if (report.undelivered() > 0) {
            terminal.say("  NOT DELIVERED: %s given up; last answers: %s"
                    .formatted(
                            Plural.of(report.undelivered(), "delivery", "deliveries"), answers(report.lastStatuses())));
        }
        if (report.forgedRefused() + report.forgedAccepted() > 0) {
            terminal.say("  %s of %s forged deliveries refused"
                    .formatted(
                            number(report.forgedRefused()), number(report.forgedRefused() + report.forgedAccepted())));
        }
        lastLine = Duration.ZERO;
    }

    @Override
    public void verifying(long differences, Duration elapsed) {
        line("verifying: %s left, %s".formatted(Plural.of(differences, "difference"), seconds(elapsed)), elapsed);
    }

    @Override
    public void verified(VerificationReport report) {
        terminal.endLive();
        new TreeMap<>(report.tables())
                .forEach((table, count) -> terminal.say("  %-38s %9s rows live, %9s ended"
                        .formatted(table, number(count.live()), number(count.ended()))));
        terminal.say("  drift: %s of %s rows%s"
                .formatted(number(report.driftingRows()), number(report.liveRows()), kinds(report)));
        terminal.say("  %s of %s expected, %s read, %s left out as unknown"
                .formatted(
                        Plural.of(report.deadLettersFound(), "dead letter"),
                        number(report.deadLettersExpected()),
                        Plural.of(report.feedRecords(), "change event"),
                        Plural.of(report.unknown(), "object")));
        list("tables", report.tableDifferences());
        list("change topics", report.feedDifferences());
        list("dead letters", report.deadLetterDifferences());
        terminal.say(
                report.isEqual()
                        ? "Verified after %s: tables and change topics are exactly what they must be."
                                .formatted(seconds(report.elapsed()))
                        : "NOT AS EXPECTED: %s after %s"
                                .formatted(Plural.of(report.differences(), "difference"), seconds(report.elapsed())));
    }

    /** The most frequent first, each with what it usually means. */
    private static String answers(Map<Integer, Long> statuses) {
        return statuses.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(status -> "%s ×%s%s"
                        .formatted(
                                status.getKey() == 0 ? "none" : status.getKey(),
                                number(status.getValue()),
                                switch (status.getKey()) {
                                    case 0 -> ": does a gateway listen there?";
                                    case 401 -> ": is the secret the gateway's?";
                                    case 404 -> ": does the address end in /webhooks/clerk?";
                                    case 503 -> ": does the gateway reach Kafka?";
                                    default -> "";
                                }))
                .collect(Collectors.joining(", "));
    }

    private static String kinds(VerificationReport report) {
        return report.drift().isEmpty()
                ? ""
                : new TreeMap<>(report.drift())
                        .entrySet().stream()
                                .map(kind -> kind.getKey().label() + " " + number(kind.getValue()))
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    private void list(String where, List<Difference> differences) {
        differences.stream()
                .limit(LISTED)
                .forEach(difference -> terminal.say("  " + TerminalText.onOneLine(difference.toString())));
        if (differences.size() > LISTED) {
            terminal.say("  ... and %d more in the %s".formatted(differences.size() - LISTED, where));
        }
    }

    private void line(String text, Duration elapsed) {
        if (terminal.isInteractive() || elapsed.minus(lastLine).compareTo(BETWEEN_PLAIN_LINES) >= 0) {
            lastLine = elapsed;
            terminal.live(text);
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1e3);
    }
}
