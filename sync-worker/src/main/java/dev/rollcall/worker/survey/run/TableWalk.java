package dev.rollcall.worker.survey.run;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.compare.Brake;
import dev.rollcall.worker.survey.compare.Candidate;
import dev.rollcall.worker.survey.compare.Comparison;
import dev.rollcall.worker.survey.compare.Finding;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Snapshot;
import dev.rollcall.worker.survey.compare.StoredRow;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.walk.AnchoredWalk;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import dev.rollcall.worker.survey.walk.UserWalk;
import dev.rollcall.worker.survey.walk.Walk;
import dev.rollcall.worker.survey.walk.WalkCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The first look at one table: page by page against its rows, then which rows no page has listed. */
final class TableWalk {

    private static final int BLOCK = 100;
    private static final int ROWS_AT_ONCE = 5_000;
    private static final Duration PLACEHOLDER_AGE = Duration.ofDays(1);

    private final SurveyServices services;
    private final SurveyOptions options;
    private final SurveyedRun run;
    private final SurveyLedger ledger;
    private final CopyRows rows;
    private final EventsLog log;
    private final Preflight preflight;
    private final Comparison comparison;
    private final SurveyProgress progress;

    TableWalk(Survey.Parts parts, SurveyedRun run, Comparison comparison) {
        services = parts.services();
        options = parts.options();
        ledger = parts.ledger();
        rows = parts.rows();
        log = parts.log();
        preflight = parts.preflight();
        progress = parts.progress();
        this.run = run;
        this.comparison = comparison;
    }

    /**
     * To its end, and once more where Clerk counts more than it listed.
     *
     * @return the hashes of all ids that Clerk listed
     * @throws ApiException when the whole survey cannot go on
     */
    IdHashes walk(TableState state) throws ApiException, InterruptedException, SurveyStoppedException {
        IdHashes seen = ledger.hashes(run, state.table);
        if (state.standing != TableState.Standing.WALKING) {
            return seen;
        }
        progress.begun(state.table.label(), state.listed);
        try {
            if (state.clerkCount == null) {
                state.clerkCount = preflight.countAtClerk(state.table);
            }
            while (true) {
                toItsEnd(state, seen);
                if (isWhole(state)) {
                    break;
                }
                if (state.walks == WalkCounts.MOST_WALKS) {
                    incomplete(
                            state,
                            "Clerk counts " + state.clerkCount + ", and its list has " + state.listed + " in "
                                    + WalkCounts.MOST_WALKS + " walks");
                    return seen;
                }
                state.walks++;
                begunAgain(state, seen);
            }
            unlisted(state, seen);
        } catch (ApiException failed) {
            switch (failed.kind()) {
                case KEY_REFUSED, EXHAUSTED, CROWDED -> throw failed;
                case UNAVAILABLE, NOT_FOUND, MALFORMED ->
                    incomplete(state, String.valueOf(failed.getMessage()) + ", in the middle of the walk");
            }
        }
        return seen;
    }

    private void incomplete(TableState state, String reason) {
        state.standing = TableState.Standing.INCOMPLETE;
        state.reason = reason;
        ledger.record(run, state);
    }

    private void begunAgain(TableState state, IdHashes seen) {
        seen.clear();
        state.begunAgain();
        state.place = Place.START;
        ledger.forgetPages(run, state);
    }

    private void toItsEnd(TableState state, IdHashes seen)
            throws ApiException, InterruptedException, SurveyStoppedException {
        Walk walk = state.table.hasCursor()
                ? new UserWalk(state.table.list(), services.clerk(), state.startedMillis)
                : new AnchoredWalk(state.table.list(), services.clerk(), state.startedMillis);
        try (PagesAhead pages = new PagesAhead(walk, seen)) {
            while (!state.place.ended()) {
                Step step = pages.next(state.place);
                state.place = step.place();
                if (step.begunAgain()) {
                    state.begunAgain();
                    ledger.forgetPages(run, state);
                } else {
                    take(state, step);
                }
            }
        }
    }

    private void take(TableState state, Step step) throws InterruptedException, SurveyStoppedException {
        state.page++;
        state.listed += step.fresh().size();
        List<SuspectRow> suspects = compare(state, step.fresh());
        progress.reached("acknowledged");
        ledger.checkpoint(run, state, IdHashes.pack(step.fresh()), suspects, services.requests());
        progress.page(
                state.table.label(), state.listed, state.clerkCount == null ? 0 : state.clerkCount, state.published);
        progress.reached("checkpoint");
    }

    private List<SuspectRow> compare(TableState state, List<ObjectNode> objects)
            throws InterruptedException, SurveyStoppedException {
        List<SuspectRow> suspects = new ArrayList<>();
        boolean room = false;
        for (int from = 0; from < objects.size(); from += BLOCK) {
            List<Snapshot> snapshots = new ArrayList<>();
            compare(state, objects.subList(from, Math.min(from + BLOCK, objects.size())), suspects, snapshots);
            if (!snapshots.isEmpty() && !room) {
                log.awaitRoom();
                room = true;
            }
            snapshots.forEach(snapshot -> publish(services, options.origin(), snapshot));
            state.published += snapshots.size();
        }
        if (room) {
            services.publisher().flush();
        }
        return suspects;
    }

    static void publish(SurveyServices services, EventOrigin origin, Snapshot snapshot) {
        services.publisher().publish(snapshot.messageId(), snapshot.type(), origin, snapshot.id(), snapshot.envelope());
    }

    private void compare(
            TableState state, List<ObjectNode> objects, List<SuspectRow> suspects, List<Snapshot> snapshots) {
        List<Candidate> candidates = objects.stream()
                .map(object -> comparison.read(state.table.resource(), object))
                .toList();
        Set<Owner> owners = new HashSet<>();
        candidates.forEach(candidate -> owners.addAll(candidate.owners().known()));
        Iterator<Candidate> next = candidates.iterator();
        rows.at(
                state.table.table(),
                candidates.stream().map(Candidate::id).toList(),
                owners,
                look -> look.ids().forEach(id -> judge(state, next.next(), look, suspects, snapshots)));
    }

    private void judge(
            TableState state,
            Candidate candidate,
            CopyRows.Look look,
            List<SuspectRow> suspects,
            List<Snapshot> snapshots) {
        if (isExcepted(options, candidate)) {
            state.count(Verdict.ERASED);
            return;
        }
        StoredRow row = look.rows().get(candidate.id());
        Finding finding = comparison.judge(candidate, row, look.ends());
        state.count(finding.verdict());
        if (finding.verdict() == Verdict.DIFFERENT) {
            finding.columns().forEach(column -> state.columns.merge(column, 1L, Long::sum));
        }
        SuspectRow suspect = published(state, candidate, finding, row, snapshots);
        if (suspect != null) {
            suspects.add(suspect);
        }
    }

    /** What is mended at once is none to look at again. */
    private @Nullable SuspectRow published(
            TableState state, Candidate candidate, Finding finding, @Nullable StoredRow row, List<Snapshot> snapshots) {
        if (!finding.verdict().isSuspect()) {
            return null;
        }
        if (!options.backfill()) {
            return suspect(candidate, finding, row, finding.verdict(), null);
        }
        if (finding.verdict() == Verdict.AHEAD) {
            // A webhook was faster than the page, as a backfill under traffic meets all the time.
            return null;
        }
        boolean stopped = isBraked(state, options);
        if (finding.verdict().isPublished() && !finding.underOwner() && !stopped) {
            Optional<Snapshot> snapshot = comparison.snapshot(candidate, finding, row);
            if (snapshot.isPresent()) {
                snapshots.add(snapshot.get());
                return null;
            }
            Optional<FailureCode> refusal = comparison.refusal(candidate, finding, row);
            if (refusal.isPresent()) {
                return suspect(candidate, finding, row, finding.verdict(), null)
                        .became(Verdict.UNREADABLE, refusal.get(), SuspectRow.Outcome.LEFT);
            }
        }
        return suspect(candidate, finding, row, finding.verdict(), SuspectRow.Outcome.LEFT);
    }

    static SuspectRow suspect(
            Candidate candidate,
            Finding finding,
            @Nullable StoredRow row,
            Verdict verdict,
            SuspectRow.@Nullable Outcome outcome) {
        return new SuspectRow(
                candidate.id(),
                verdict,
                finding.updatedAtMillis(),
                row == null ? null : row.version().updatedAtMillis(),
                row == null ? null : row.version().eventAtMillis(),
                SuspectRow.organizationOf(candidate.owners()),
                SuspectRow.userOf(candidate.owners()),
                List.copyOf(finding.columns()),
                finding.code(),
                outcome);
    }

    static boolean isExcepted(SurveyOptions options, Candidate candidate) {
        return options.except().contains(candidate.id())
                || candidate.owners().known().stream()
                        .anyMatch(owner -> options.except().contains(owner.id()));
    }

    /** Whether so much differs that nothing of the table is published. */
    static boolean isBraked(TableState state, SurveyOptions options) {
        Brake brake = new Brake();
        brake.resume(state.compared(), state.counted(Verdict.DIFFERENT), state.columns);
        return brake.isPulled() && !options.mass();
    }

    private boolean isWhole(TableState state) throws ApiException, InterruptedException {
        Long before = state.clerkCount;
        Long after = preflight.countAtClerk(state.table);
        if (before == null || after == null) {
            return true;
        }
        state.clerkCount = after;
        WalkCounts counts = new WalkCounts(before, after);
        // Counting ends reads the whole table, and is asked for only where they decide.
        return counts.isWhole(state.listed, 0)
                || counts.isWhole(state.listed, rows.countEndedSince(state.table.table(), state.startedMillis));
    }

    /** Live rows that no page has listed: suspects where they are older than the run by the grace. */
    private void unlisted(TableState state, IdHashes seen) {
        List<SuspectRow> suspects = new ArrayList<>();
        long latest = run.startedMillis() - SecondLook.GRACE.toMillis();
        long placeholders = rows.nowMillis() - PLACEHOLDER_AGE.toMillis();
        long live = 0;
        String after = null;
        List<CopyRows.Known> page;
        do {
            page = rows.liveAfter(state.table.table(), after, ROWS_AT_ONCE);
            for (CopyRows.Known row : page) {
                after = row.id();
                live += row.revision() > 0 ? 1 : 0;
                if (seen.contains(row.id())) {
                    continue;
                }
                if (row.revision() == 0) {
                    if (row.writtenAtMillis() < placeholders) {
                        state.count(Verdict.PLACEHOLDER);
                    }
                } else if (row.writtenAtMillis() < latest) {
                    state.count(Verdict.UNCONFIRMED);
                    if (suspects.size() < TableState.MOST_UNLISTED) {
                        suspects.add(SuspectRow.unlisted(row));
                    }
                }
            }
        } while (page.size() == ROWS_AT_ONCE);
        state.liveRows = live;
        state.standing = TableState.Standing.WALKED;
        ledger.checkpoint(run, state, new byte[0], suspects, services.requests());
        progress.reached("walked");
    }
}
