package dev.rollcall.worker.operate.command;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a survey came to, for people and for programs. Ids and counts; no personal data. */
final class SurveyText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SurveyText() {}

    static String json(SurveyReport report) {
        ObjectNode json = JSON.createObjectNode()
                .put("run", report.run())
                .put("asOf", report.asOf().toString())
                .put("complete", report.complete())
                .put("published", report.published());
        ArrayNode tables = json.putArray("tables");
        for (SurveyReport.OfTable table : report.tables()) {
            ObjectNode one = tables.addObject()
                    .put("table", table.table())
                    .put("available", table.available())
                    .put("webhooks", table.webhooks());
            one.put("live", table.live());
            one.put("clerk", table.clerk());
            counts(one.putObject("found"), table.found());
            counts(one.putObject("left"), table.left());
            ObjectNode ids = one.putObject("ids");
            table.ids().forEach((verdict, some) -> some.forEach(ids.putArray(verdict.label())::add));
            ObjectNode codes = one.putObject("codes");
            table.codes().forEach(codes::put);
            ObjectNode columns = one.putObject("columns");
            table.columns().forEach(columns::put);
            if (table.reason() != null) {
                one.put("reason", table.reason());
            }
        }
        ArrayNode reasons = json.putArray("reasons");
        report.reasons().forEach(reasons::add);
        return JSON.writeValueAsString(json);
    }

    private static void counts(ObjectNode json, Map<Verdict, Long> counts) {
        counts.forEach((verdict, count) -> json.put(verdict.label(), count));
    }

    static List<String> lines(SurveyReport report, SurveyOptions options) {
        List<String> lines = new ArrayList<>();
        report.tables().stream()
                .filter(table -> table.left().getOrDefault(Verdict.EXTRA, 0L) > 0)
                .sorted(Comparator.comparingInt(table -> table.table().equals("organization_memberships") ? 0 : 1))
                .forEach(table -> lines.add(table.table() + ": "
                        + Plural.of(table.left().getOrDefault(Verdict.EXTRA, 0L), "row") + " that Clerk has no more"
                        + (table.table().equals("organization_memberships") ? ": access that should be gone" : "")));
        for (SurveyReport.OfTable table : report.tables()) {
            lines.add("%-26s %s".formatted(table.table(), of(table)));
            table.ids()
                    .forEach((verdict, ids) -> lines.add("  %s: %s"
                            .formatted(
                                    verdict.label(),
                                    ids.stream().map(id -> withCode(table, id)).collect(Collectors.joining(", ")))));
            table.columns()
                    .forEach((column, count) ->
                            lines.add("  " + Plural.of(count, "row differs", "rows differ") + " in " + column));
        }
        lines.addAll(legend(report, options));
        report.reasons().forEach(reason -> lines.add("! " + reason));
        if (report.published() > 0) {
            lines.add("Published " + Plural.of(report.published(), "record") + "; the workers have applied "
                    + (report.published() == 1 ? "it." : "them."));
        }
        lines.add(verdict(report, options));
        if (report.complete() && !report.withoutWebhook().isEmpty()) {
            lines.add("No webhook has ever come for " + String.join(", ", report.withoutWebhook()) + ": that is as of "
                    + report.asOf() + "; nothing keeps it so until webhooks flow.");
        }
        return lines;
    }

    /** What the words of the figures above mean: each that is there, once. */
    private static List<String> legend(SurveyReport report, SurveyOptions options) {
        Set<Verdict> words = EnumSet.noneOf(Verdict.class);
        boolean compared = false;
        for (SurveyReport.OfTable table : report.tables()) {
            table.ids().keySet().forEach(words::add);
            for (Map.Entry<Verdict, Long> found : table.found().entrySet()) {
                boolean any = found.getValue() > 0 && table.live() != null;
                compared |= any && found.getKey().isDrift();
                if (any && !found.getKey().isDrift()) {
                    words.add(found.getKey());
                }
            }
        }
        List<String> lines = new ArrayList<>();
        if (compared) {
            lines.add("(left …) is what counts: " + left(options));
        }
        words.forEach(verdict -> lines.add(verdict.label() + ": " + meaning(verdict)));
        return lines;
    }

    private static String left(SurveyOptions options) {
        if (options.backfill()) {
            return "what differs still. The others were published.";
        }
        return "what differed still at the second look"
                + (options.repair() ? ", and was not repaired" : "")
                + ". The others had only not arrived here yet"
                + (options.repair() ? ", or are repaired." : ".");
    }

    /** In one line what it is and what to do; docs/completeness.md has more words. */
    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case MISSING -> "Clerk has it, and there is no row. reconcile --repair or backfill makes it.";
            case STALE ->
                "Clerk's is newer. reconcile --repair or backfill brings it; if it comes again, webhooks are lost.";
            case DIFFERENT -> "of one time, with other content. reconcile --repair or backfill mends it.";
            case EXTRA ->
                "a live row that Clerk no longer has, asked for twice. After a look at the ids: reconcile --end-extra.";
            case UNCONFIRMED ->
                "a live row that Clerk did not list, and that is not proven to be gone; mostly its end is under way."
                        + " Do nothing; if the next reconcile has it too, look it up in Clerk's dashboard.";
            case ENDED_BUT_ALIVE ->
                "the row ended, and Clerk has the object. A delete is final here: somebody has to look at it.";
            case AHEAD -> "the row is newer than Clerk's answer. Look the object up in Clerk's dashboard.";
            case UNREADABLE -> "the worker would refuse the object; the code behind its id says why.";
            case ACTIVITY_ONLY -> "no difference: only times of sign-ins, which no webhook tells.";
            case ERASED -> "no difference: erased here, in part or whole, and still at Clerk. Erase it there, too.";
            case PLACEHOLDER -> "no difference: named by your application, and unknown to Clerk.";
            case EQUAL, UNAVAILABLE -> "no difference.";
        };
    }

    private static String withCode(SurveyReport.OfTable table, String id) {
        String code = table.codes().get(id);
        return code == null ? id : id + " (" + code + ")";
    }

    private static String of(SurveyReport.OfTable table) {
        if (!table.available()) {
            return "not available to this key or instance";
        }
        if (table.live() == null) {
            return "not walked to its end";
        }
        String counts = String.format(
                Locale.ROOT,
                "%s, %s at Clerk",
                Plural.of(table.live(), "live row"),
                table.clerk() == null ? "uncounted" : String.format(Locale.ROOT, "%,d", table.clerk()));
        String found = table.found().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %,d%s",
                        entry.getKey().label(),
                        entry.getValue(),
                        entry.getKey().isDrift()
                                ? String.format(
                                        Locale.ROOT, " (left %,d)", table.left().getOrDefault(entry.getKey(), 0L))
                                : ""))
                .collect(Collectors.joining(", "));
        return counts + (found.isEmpty() ? "; nothing differs" : "; " + found);
    }

    private static String verdict(SurveyReport report, SurveyOptions options) {
        if (!report.complete()) {
            return "Incomplete.";
        }
        if (report.drift() > 0) {
            String hint = " reconcile --repair mends what can be mended.";
            if (options.backfill()) {
                hint =
                        " A backfill looks once, and webhooks go on meanwhile: reconcile looks twice, and says what stays.";
            } else if (options.repair()) {
                hint = "";
            }
            return Plural.of(report.drift(), "object differs", "objects differ") + "." + hint;
        }
        return options.backfill() ? "Complete." : "Nothing differs: 0.";
    }
}
