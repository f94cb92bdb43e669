package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.compare.Candidate;
import dev.rollcall.worker.survey.compare.Comparison;
import dev.rollcall.worker.survey.compare.Finding;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Snapshot;
import dev.rollcall.worker.survey.compare.StoredRow;
import dev.rollcall.worker.survey.compare.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Looks at the suspects once more, when what was under way has arrived; and publishes what is still to be mended. */
final class SecondLooks {

    private static final int CHUNK = 100;

    private final SurveyServices services;
    private final SurveyOptions options;
    private final SurveyedRun run;
    private final SurveySuspects suspects;
    private final SurveyLedger ledger;
    private final CopyRows rows;
    private final EventsLog log;
    private final SurveyProgress progress;
    private final Comparison comparison;
    private final ClerkLookup lookup;

    SecondLooks(Survey.Parts parts, SurveyedRun run, Comparison comparison) {
        services = parts.services();
        options = parts.options();
        suspects = parts.suspects();
        ledger = parts.ledger();
        rows = parts.rows();
        log = parts.log();
        progress = parts.progress();
        this.run = run;
        this.comparison = comparison;
        lookup = new ClerkLookup(services.clerk());
    }

    void at(TableState state) throws ApiException, InterruptedException, SurveyStoppedException {
        long open = suspects.countBy(run, state.table, null).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (SecondLook.isTooMuch(open) && !options.repair()) {
            suspects.leave(run, state.table);
            progress.say(state.table.label() + ": " + open
                    + " suspects are too many for a second look; they count as found");
            return;
        }
        boolean braked = TableWalk.isBraked(state, options);
        for (List<SuspectRow> chunk : suspects.chunks(run, state.table, null, null, CHUNK)) {
            ledger.decided(run, state.table, again(state, chunk, braked), services.requests());
            progress.reached("decided");
        }
        ledger.record(run, state);
    }

    private List<SuspectRow> again(TableState state, List<SuspectRow> chunk, boolean braked)
            throws ApiException, InterruptedException, SurveyStoppedException {
        Map<String, ObjectNode> objects = lookup.find(
                state.table.resource(),
                chunk.stream().map(ClerkLookup.Sought::of).toList());
        Map<String, Candidate> candidates = new HashMap<>();
        Set<Owner> owners = new HashSet<>();
        objects.forEach((id, object) -> {
            Candidate candidate = comparison.read(state.table.resource(), object);
            candidates.put(id, candidate);
            owners.addAll(candidate.owners().known());
        });
        CopyRows.Look look =
                rows.at(state.table.table(), chunk.stream().map(SuspectRow::id).toList(), owners);
        List<SuspectRow> decided = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        for (SuspectRow suspect : chunk) {
            StoredRow row = look.rows().get(suspect.id());
            Candidate candidate = candidates.get(suspect.id());
            Finding now = candidate == null ? null : comparison.judge(candidate, row, look.ends());
            SecondLook.Decision decision =
                    SecondLook.decide(suspect.suspect(state.table.resource()), now, row, look.nowMillis());
            if (!decision.isLeft()) {
                decided.add(suspect.became(suspect.verdict(), SuspectRow.Outcome.SETTLED));
                continue;
            }
            Optional<Snapshot> repair = Optional.empty();
            if (options.repair() && decision.repairable() && !braked && candidate != null && now != null) {
                repair = comparison.snapshot(candidate, now, row);
            }
            repair.ifPresent(snapshots::add);
            decided.add(suspect.became(
                    decision.verdict(), repair.isPresent() ? SuspectRow.Outcome.PUBLISHED : SuspectRow.Outcome.LEFT));
        }
        if (!snapshots.isEmpty()) {
            log.awaitRoom();
            snapshots.forEach(snapshot -> TableWalk.publish(services, options.origin(), snapshot));
            services.publisher().flush();
            state.published += snapshots.size();
            progress.reached("acknowledged");
        }
        return decided;
    }

    /** Whether any table has suspects that nobody has looked at again. */
    boolean isNeeded(List<TableState> tables) {
        return tables.stream()
                .anyMatch(state -> state.standing == TableState.Standing.WALKED
                        && !suspects.countBy(run, state.table, null).isEmpty());
    }

    /** What is left of a table, by verdict. */
    Map<Verdict, Long> left(TableState state) {
        return suspects.countBy(run, state.table, SuspectRow.Outcome.LEFT);
    }
}
