package dev.rollcall.local.chaos.report;

import dev.rollcall.local.chaos.invariant.Finding;
import dev.rollcall.local.chaos.invariant.Invariant;
import dev.rollcall.local.chaos.matrix.Scene;
import java.util.Locale;

/** The report as one page without scripts or anything from elsewhere. */
@SuppressWarnings("InlineFormatString") // a page at the top is easier to read than one in a method
final class HtmlReport {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Rollcall chaos, seed %d</title>
            <style>
            body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222 }
            table { border-collapse: collapse; width: 100%% }
            th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #ddd; vertical-align: top }
            td.number { text-align: right }
            .green { color: #08660d } .red { color: #b00020; font-weight: 600 } .not_run { color: #666 }
            details { margin: .2rem 0 } ul { margin: .2rem 0 .6rem; padding-left: 1.2rem } time { color: #666 }
            </style></head><body>
            <h1>Rollcall chaos</h1>
            <p>Seed %d, commit %s, %s, %d s, on %s.<br>
            <span class="green">%d green</span>, <span class="red">%d red</span>, <span class="not_run">%d not run</span>.</p>
            <table><thead><tr><th>Fault</th><th>Outcome</th><th>Sent</th><th>Acknowledged</th><th>Refused</th><th>Recovery</th>
            <th>What was done and found</th></tr></thead><tbody>
            """;

    private final StringBuilder page = new StringBuilder();

    private HtmlReport() {}

    static String of(ChaosReport report) {
        HtmlReport html = new HtmlReport();
        html.page.append(HEAD.formatted(
                report.seed(),
                report.seed(),
                escaped(report.commit().isEmpty() ? "unknown" : report.commit()),
                report.started(),
                report.took().toSeconds(),
                escaped(report.system()),
                report.count(TrialReport.Outcome.GREEN),
                report.count(TrialReport.Outcome.RED),
                report.count(TrialReport.Outcome.NOT_RUN)));
        report.trials().forEach(html::row);
        html.page.append("</tbody></table>\n<h2>Invariants</h2><ul>\n");
        for (Invariant invariant : Invariant.values()) {
            html.item(invariant + ": " + invariant.meaning());
        }
        html.page.append("</ul>\n<h2>Schedule</h2><ul>\n");
        report.schedule().forEach(html::item);
        html.page.append("</ul></body></html>\n");
        return html.page.toString();
    }

    private void row(TrialReport trial) {
        String outcome = trial.outcome().name().toLowerCase(Locale.ROOT);
        page.append("<tr><td><b>")
                .append(escaped(trial.id()))
                .append("</b></td><td class=\"")
                .append(outcome)
                .append("\">")
                .append(outcome.replace('_', ' '))
                .append("</td>");
        number(Long.toString(trial.sent().deliveries()));
        number(Long.toString(trial.sent().acknowledged()));
        number(Long.toString(trial.sent().refused()));
        number("%.1f s".formatted(trial.sent().recoveryMillis() / 1e3));
        page.append("<td>").append(escaped(trial.title()));
        paragraph(trial.reason());
        paragraph(trial.remark());
        if (!trial.findings().isEmpty() || !trial.moments().isEmpty()) {
            page.append("<details><summary>").append(trial.findings().size()).append(" findings</summary><ul>");
            for (Scene.Moment moment : trial.moments()) {
                page.append("<li><time>").append(moment.at()).append("</time> ").append(escaped(moment.what()));
            }
            page.append("</ul><ul>");
            for (Scene.Expectation expectation : trial.expectations()) {
                item((expectation.met() ? "met: " : "MISSED: ") + expectation.what());
            }
            for (Finding finding : trial.findings()) {
                item(finding.invariant() + " " + finding.verdict() + ": " + finding.detail());
            }
            page.append("</ul></details>");
        }
        page.append("</td></tr>\n");
    }

    private void number(String text) {
        page.append("<td class=\"number\">").append(text).append("</td>");
    }

    private void paragraph(String text) {
        if (!text.isEmpty()) {
            page.append("<br><small>").append(escaped(text)).append("</small>");
        }
    }

    private void item(String text) {
        page.append("<li>").append(escaped(text)).append("\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
