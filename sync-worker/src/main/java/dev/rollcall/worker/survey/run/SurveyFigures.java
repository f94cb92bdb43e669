package dev.rollcall.worker.survey.run;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.survey.compare.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a survey came to: written for everybody to read, and reported. */
final class SurveyFigures {

    private static final int IDS_SHOWN = 20;

    private final Survey.Parts parts;
    private final SurveyedRun run;
    private final String topic;
    private final Preflight.Plan plan;

    SurveyFigures(Survey.Parts parts, SurveyedRun run, String topic, Preflight.Plan plan) {
        this.parts = parts;
        this.run = run;
        this.topic = topic;
        this.plan = plan;
    }

    /**
     * What asking for the unlisted came to.
     *
     * @param whole whether all of them could be asked for, and ended as they should
     * @param reasons what is to be said of it
     */
    record Confirmed(boolean whole, List<String> reasons) {}

    SurveyReport of(List<TableState> tables, SecondLooks looks, Confirmed confirmed, Map<Integer, Long> ends) {
        List<String> reasons = new ArrayList<>(confirmed.reasons());
        boolean complete = confirmed.whole();
        long published = tables.stream().mapToLong(state -> state.published).sum();
        if (parts.options().publishes()) {
            if (!parts.ledger()
                    .topic(run, parts.log().topicId())
                    .equals(parts.log().topicId())) {
                reasons.add(topic + " was made anew meanwhile: what was published before is gone");
                complete = false;
            }
            long dead = parts.ledger().deadLetters(run);
            if (dead > 0) {
                reasons.add(dead + " of its records became " + (dead == 1 ? "a dead letter" : "dead letters"));
                complete = false;
            }
        }
        List<SurveyReport.OfTable> reports = new ArrayList<>();
        for (TableState state : tables) {
            switch (state.standing) {
                case WALKED -> {
                    Map<Verdict, Long> left = looks.left(state);
                    for (Verdict verdict : List.of(Verdict.ACTIVITY_ONLY, Verdict.ERASED, Verdict.PLACEHOLDER)) {
                        left.put(verdict, state.counted(verdict));
                    }
                    if (state.unlistedBeyond() > 0) {
                        left.merge(Verdict.UNCONFIRMED, state.unlistedBeyond(), Long::sum);
                    }
                    parts.ledger().drift(run, state, left);
                    reports.add(report(state, left));
                    if (TableWalk.isBraked(state, parts.options())) {
                        reasons.add(braked(state));
                    }
                }
                case UNAVAILABLE -> {
                    reports.add(report(state, Map.of()));
                    Long live = state.liveRows;
                    if (live != null && live > 0) {
                        complete = false;
                        reasons.add(state.table.label() + ": unavailable, while "
                                + Plural.of(live, "row of it lives", "rows of it live") + " here");
                    }
                }
                case WALKING, INCOMPLETE -> {
                    complete = false;
                    reports.add(report(state, Map.of()));
                    reasons.add(state.table.label() + ": " + state.reason);
                }
            }
        }
        parts.ledger().ended(run, complete, reasons.isEmpty() ? null : String.join("; ", reasons), ends);
        return new SurveyReport(
                run.number(), Instant.ofEpochMilli(run.startedMillis()), complete, published, reports, reasons);
    }

    private String braked(TableState state) {
        return "%s: %,d of %,d rows differ%s"
                .formatted(
                        state.table.label(),
                        state.counted(Verdict.DIFFERENT),
                        state.compared(),
                        parts.options().publishes()
                                ? ", so many that something else is wrong; nothing more was published, --mass overrides"
                                : "");
    }

    private SurveyReport.OfTable report(TableState state, Map<Verdict, Long> left) {
        Map<Verdict, List<String>> ids = new EnumMap<>(Verdict.class);
        Map<String, String> codes = new LinkedHashMap<>();
        left.forEach((verdict, count) -> {
            if (count > 0 && verdict.isDrift()) {
                List<SuspectRow> some = parts.suspects().left(run, state.table, verdict, IDS_SHOWN);
                ids.put(verdict, some.stream().map(SuspectRow::id).toList());
                some.forEach(suspect -> noted(codes, suspect.id(), suspect.code()));
            }
        });
        Map<Verdict, Long> found = new EnumMap<>(Verdict.class);
        found.putAll(state.counts);
        found.remove(Verdict.EQUAL);
        return new SurveyReport.OfTable(
                state.table.label().toLowerCase(Locale.ROOT),
                state.standing != TableState.Standing.UNAVAILABLE,
                // One may have come while this survey ran.
                !plan.withoutWebhook().contains(state.table) || parts.rows().hadWebhook(state.table.table()),
                state.liveRows,
                state.clerkCount,
                found,
                left,
                ids,
                codes,
                state.columns,
                state.reason);
    }

    private static void noted(Map<String, String> codes, String id, @Nullable FailureCode code) {
        if (code != null) {
            codes.put(id, code.label());
        }
    }
}
