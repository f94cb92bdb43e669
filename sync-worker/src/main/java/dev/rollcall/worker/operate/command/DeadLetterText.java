package dev.rollcall.worker.operate.command;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.terminal.TerminalText;
import dev.rollcall.worker.operate.deadletters.DeadLetter;
import dev.rollcall.worker.operate.deadletters.Examination;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.deadletters.Listing;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Dead letters as lines for people. What an event holds cannot add a line of its own. */
final class DeadLetterText {

    private static final String LETTER = "  %-12s  %-20s  %-30s  %-32s  %s%s";
    private static final String GROUP = "%-20s  %-20s  %s";

    private DeadLetterText() {}

    static List<String> lines(Listing listing, Filter filter) {
        if (listing.count() == 0) {
            return List.of("No dead letters (" + filter.describe() + ").");
        }
        List<String> lines = new ArrayList<>(List.of(
                GROUP.formatted("CODE", "HOUR", "COUNT"),
                LETTER.formatted("LETTER", "FAILED", "EVENT", "ENTITY", "WHY  [STATE]", "")));
        for (Listing.Group group : listing.groups()) {
            lines.add(GROUP.formatted(group.code(), group.hour().truncatedTo(ChronoUnit.MINUTES), group.count()));
            for (DeadLetter letter : group.letters()) {
                lines.add(LETTER.formatted(
                        letter.id(),
                        letter.failedAt().truncatedTo(ChronoUnit.SECONDS),
                        orDash(letter.eventType()),
                        orDash(letter.entityId()),
                        letter.reason(),
                        state(letter)));
            }
            long more = group.count() - group.letters().size();
            if (more > 0) {
                lines.add("  … and " + more + " more; narrow it with --since, --until and --entity, or ask for --json");
            }
        }
        lines.add(Plural.of(listing.count(), "dead letter") + " (" + filter.describe() + ")");
        lines.replaceAll(TerminalText::onOneLine);
        return lines;
    }

    static List<String> lines(Examination examination) {
        DeadLetter letter = examination.letter();
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s  %s%s".formatted(letter.id(), letter.code(), letter.reason(), state(letter)));
        lines.add("event     %s  %s  message %s"
                .formatted(orDash(letter.eventType()), orDash(letter.entityId()), orDash(letter.messageId())));
        lines.add("times     received %s, failed %s".formatted(letter.receivedAt(), letter.failedAt()));
        lines.add("bytes     %d, stood at %s-%d offset %d, found in %s"
                .formatted(
                        examination.bytes(),
                        letter.topic(),
                        letter.partition(),
                        letter.id().offset(),
                        examination.foundIn() == null ? "no topic" : examination.foundIn()));
        lines.add("");
        lines.add("version   in the event                          in the row");
        lines.add(beside("updated", version(examination.eventVersion(), 0), version(examination.rowVersion(), 0)));
        lines.add(beside("event", version(examination.eventVersion(), 1), version(examination.rowVersion(), 1)));
        lines.add(beside("message", version(examination.eventVersion(), 2), version(examination.rowVersion(), 2)));
        lines.add(beside("state", "", rowState(examination)));
        if (!examination.fields().isEmpty()) {
            lines.add("");
            for (Examination.Field field : examination.fields()) {
                lines.add("%-40s %-20s %s"
                        .formatted(field.name(), field.event(), Objects.requireNonNullElse(field.row(), "-")));
            }
        }
        lines.add("");
        lines.add(examination.forecast().sentence());
        lines.replaceAll(TerminalText::onOneLine);
        return lines;
    }

    private static String rowState(Examination examination) {
        if (examination.rowVersion() == null) {
            return examination.eventVersion() == null ? "-" : "no row";
        }
        return examination.rowEnded() ? "deleted" : "live";
    }

    private static String beside(String name, String event, String row) {
        return "%-9s %-37s %s".formatted(name, event, row);
    }

    private static String version(Examination.@Nullable Version version, int part) {
        if (version == null) {
            return "-";
        }
        return switch (part) {
            case 0 -> version.updatedAt();
            case 1 -> version.eventAt();
            default -> version.messageId();
        };
    }

    private static String state(DeadLetter letter) {
        DeadLetter.Action action = letter.action();
        return action == null
                ? ""
                : "  [%s %s by %s%s]"
                        .formatted(
                                letter.state().label(),
                                action.at().truncatedTo(ChronoUnit.SECONDS),
                                action.by(),
                                action.why() == null ? "" : ": " + action.why());
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
