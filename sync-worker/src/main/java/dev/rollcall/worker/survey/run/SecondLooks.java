package dev.rollcall.worker.survey.run;

import dev.rollcall.model.failure.FailureCode;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    /** @return what is to be said of it */
    Optional<String> at(TableState state) throws ApiException, InterruptedException, SurveyStoppedException {
        long open = suspects.countBy(run, state.table, null).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (SecondLook.isTooMuch(open) && !options.repair()) {
            suspects.leave(run, state.table);
            return Optional.of("%s: %,d suspects are too many for a second look; they count as found"
                    .formatted(state.table.label(), open + state.unlistedBeyond()));
        }
        boolean braked = TableWalk.isBraked(state, options);
        for (List<SuspectRow> chunk : suspects.chunks(run, state.table, null, null, CHUNK)) {
            ledger.decided(run, state, again(state, chunk, braked), services.requests());
            progress.reached("decided");
        }
        return Optional.empty();
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
        List<SuspectRow> decided = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        boolean repairs = options.repair() && !braked;
        Iterator<SuspectRow> next = chunk.iterator();
        rows.at(
                state.table.table(),
                chunk.stream().map(SuspectRow::id).toList(),
                owners,
                look -> look.ids()
                        .forEach(id -> decided.add(
                                decided(state, next.next(), candidates.get(id), look, repairs ? snapshots : null))));
        if (!snapshots.isEmpty()) {
            log.awaitRoom();
            snapshots.forEach(snapshot -> TableWalk.publish(services, options.origin(), snapshot));
            services.publisher().flush();
            state.published += snapshots.size();
            progress.reached("acknowledged");
        }
        return decided;
    }

    /** @param snapshots takes what repairs it; null when nothing is to be repaired */
    private SuspectRow decided(
            TableState state,
            SuspectRow suspect,
            @Nullable Candidate candidate,
            CopyRows.Look look,
            @Nullable List<Snapshot> snapshots) {
        StoredRow row = look.rows().get(suspect.id());
        Finding now = candidate == null ? null : comparison.judge(candidate, row, look.ends());
        SecondLook.Decision decision =
                SecondLook.decide(suspect.suspect(state.table.resource()), now, row, look.nowMillis());
        if (!decision.isLeft()) {
            return suspect.became(suspect.verdict(), SuspectRow.Outcome.SETTLED);
        }
        FailureCode code = now == null ? suspect.code() : now.code();
        SuspectRow left = suspect.became(decision.verdict(), code, SuspectRow.Outcome.LEFT);
        if (snapshots == null || !decision.repairable() || candidate == null || now == null) {
            return left;
        }
        Optional<Snapshot> repair = comparison.snapshot(candidate, now, row);
        repair.ifPresent(snapshots::add);
        return repair.isPresent()
                ? left.became(decision.verdict(), SuspectRow.Outcome.PUBLISHED)
                : unrepaired(left, comparison.refusal(candidate, now, row));
    }

    private static SuspectRow unrepaired(SuspectRow left, Optional<FailureCode> refusal) {
        return refusal.map(code -> left.became(Verdict.UNREADABLE, code, SuspectRow.Outcome.LEFT))
                .orElse(left);
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
