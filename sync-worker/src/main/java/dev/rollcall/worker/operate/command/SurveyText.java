package dev.rollcall.worker.operate.command;

import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                .forEach(table -> lines.add(String.format(
                        Locale.ROOT,
                        "%s: %,d rows that Clerk has no more%s",
                        table.table(),
                        table.left().get(Verdict.EXTRA),
                        table.table().equals("organization_memberships") ? ": access that should be gone" : "")));
        for (SurveyReport.OfTable table : report.tables()) {
            lines.add("%-26s %s".formatted(table.table(), of(table)));
            table.ids()
                    .forEach((verdict, ids) -> lines.add("  %s: %s"
                            .formatted(
                                    verdict.label(),
                                    ids.stream().map(id -> withCode(table, id)).collect(Collectors.joining(", ")))));
            table.columns()
                    .forEach((column, count) ->
                            lines.add(String.format(Locale.ROOT, "  %,d differ in %s", count, column)));
        }
        report.reasons().forEach(reason -> lines.add("! " + reason));
        if (report.published() > 0) {
            lines.add(String.format(
                    Locale.ROOT, "Published %,d records; the workers have applied them.", report.published()));
        }
        lines.add(verdict(report, options));
        if (report.complete() && !report.withoutWebhook().isEmpty()) {
            lines.add("No webhook has ever come for " + String.join(", ", report.withoutWebhook()) + ": that is as of "
                    + report.asOf() + "; nothing keeps it so until webhooks flow.");
        }
        return lines;
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
                "%,d live rows, %s at Clerk",
                table.live(),
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
            return String.format(
                    Locale.ROOT,
                    "%,d objects differ.%s",
                    report.drift(),
                    options.repair() || options.backfill() ? "" : " reconcile --repair mends what can be mended.");
        }
        return options.backfill() ? "Complete." : "Nothing differs: 0.";
    }
}
