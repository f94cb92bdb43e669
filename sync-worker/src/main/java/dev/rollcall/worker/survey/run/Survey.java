package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.compare.Comparison;
import dev.rollcall.worker.survey.compare.ComparisonSettings;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.walk.IdHashes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One survey of Clerk against the copy: the only class that knows all steps.
 *
 * <pre>
 *   lease, preflight, run ──▶ walk each table ──▶ wait for the workers, and the grace ──▶ second look, repairs
 *                                                       (a backfill publishes while it walks)      │
 *   figures, end  ◀── wait for the workers ◀── ends, if asked for ◀── confirm what is not listed ◀──┘
 * </pre>
 *
 * <p>Killed anywhere, the next survey of the same kind goes on: a page's checkpoint is written after Kafka has acknowledged
 * what the page made necessary, and what is published twice has the same version and is a duplicate.
 */
public final class Survey {

    private static final String STOPPED = "stopped";

    private final Parts parts;
    private final SurveySettings settings;

    /** What the steps share. */
    record Parts(
            SurveyServices services,
            SurveyOptions options,
            SurveyLease lease,
            SurveySuspects suspects,
            SurveyLedger ledger,
            SurveyAudit audit,
            CopyRows rows,
            EventsLog log,
            Preflight preflight,
            SurveyProgress progress) {}

    public Survey(SurveyServices services, SurveySettings settings, SurveyOptions options, SurveyProgress progress) {
        this.settings = settings;
        SurveyLease lease =
                new SurveyLease(services.database(), UUID.randomUUID().toString());
        SurveySuspects suspects = new SurveySuspects(services.database(), lease);
        SurveyLedger ledger = new SurveyLedger(services.database(), lease, suspects);
        CopyRows rows = new CopyRows(services.database());
        parts = new Parts(
                services,
                options,
                lease,
                suspects,
                ledger,
                new SurveyAudit(services.database()),
                rows,
                new EventsLog(services.admin(), settings.topic(), settings.group()),
                new Preflight(services.clerk(), rows, ledger, settings),
                progress);
    }

    /**
     * Surveys.
     *
     * @throws SurveyStoppedException when it cannot go on now, and can later
     * @throws IllegalArgumentException when it must not be done, with one line for the operator
     */
    public SurveyReport run() throws InterruptedException, SurveyStoppedException {
        return runIf(() -> true).orElseThrow();
    }

    /**
     * As {@link #run}, if that is still wanted.
     *
     * @param wanted asked when nobody else can survey any more
     * @return empty when it was not
     */
    public Optional<SurveyReport> runIf(BooleanSupplier wanted) throws InterruptedException, SurveyStoppedException {
        SurveyLedger ledger = parts.ledger();
        if (!parts.lease().take()) {
            throw new SurveyStoppedException(
                    "another survey is running; wait for its end, or 30 seconds if it was killed");
        }
        SurveyedRun run = null;
        try (LeaseRenewal renewal = new LeaseRenewal()) {
            if (!wanted.getAsBoolean()) {
                return Optional.empty();
            }
            renewal.begin(parts.lease());
            Preflight.Plan plan = parts.preflight().run(parts.options());
            plan.lines().forEach(parts.progress()::say);
            run = ledger.begin(
                    parts.options(), plan.instanceId(), settings.copiedWith().release());
            parts.audit().begun(parts.lease(), run, parts.options(), plan.objects());
            // Before anything is published: what is noted at the end alone is always what there is then.
            ledger.topic(run, parts.log().topicId());
            run.givenUp().forEach(parts.progress()::say);
            parts.progress()
                    .say((run.resumed() ? "Going on with survey " : "Survey ")
                            + run.number()
                            + (run.resumed() ? ", where it was interrupted" : ""));
            SurveyReport report = steps(run, plan);
            parts.audit().done(run, parts.options(), report.complete() ? "complete" : "incomplete");
            return Optional.of(report);
        } catch (ApiException stopped) {
            String line = stopped.getMessage() + "; the same command goes on where this one stands";
            if (run != null) {
                ledger.paused(run, String.valueOf(stopped.getMessage()));
                parts.audit().done(run, parts.options(), STOPPED);
            }
            throw new SurveyStoppedException(line);
        } catch (SurveyStoppedException stopped) {
            if (run != null) {
                ledger.paused(run, String.valueOf(stopped.getMessage()));
                parts.audit().done(run, parts.options(), STOPPED);
            }
            throw stopped;
        } finally {
            parts.lease().release();
        }
    }

    private SurveyReport steps(SurveyedRun run, Preflight.Plan plan)
            throws ApiException, InterruptedException, SurveyStoppedException {
        Comparison comparison = new Comparison(
                new ComparisonSettings(run.instanceId(), settings.leftOut(), run.id()),
                parts.services().time());
        List<TableState> tables = new ArrayList<>();
        Map<Resource, IdHashes> listed = new EnumMap<>(Resource.class);
        TableWalk walk = new TableWalk(parts, run, comparison);
        for (Map.Entry<SurveyTable, Preflight.@Nullable Count> table :
                plan.tables().entrySet()) {
            TableState state = parts.ledger().table(run, table.getKey());
            tables.add(state);
            if (table.getValue() == null) {
                unavailable(run, state);
            } else {
                listed.put(table.getKey().resource(), walk.walk(state));
            }
        }
        SecondLooks looks = new SecondLooks(parts, run, comparison);
        List<String> reasons = new ArrayList<>();
        if (parts.options().backfill()) {
            tables.forEach(state -> parts.suspects().leave(run, state.table));
        } else {
            reasons.addAll(lookAgain(run, tables, looks));
        }
        boolean whole = true;
        Extras extras = new Extras(parts, run, listed);
        if (!parts.options().backfill()) {
            phase(run, "confirm");
            List<String> unconfirmed = extras.confirm(tables);
            whole = unconfirmed.isEmpty();
            reasons.addAll(unconfirmed);
        }
        phase(run, "settle");
        Map<Integer, Long> ends = parts.log().ends();
        if (parts.options().publishes()) {
            // Whatever is counted: a process that was killed may have published what it did not write down.
            parts.log().awaitPast(ends);
        }
        extras.settleCascades(tables);
        countAgain(run, tables);
        return new SurveyFigures(parts, run, settings.topic(), plan)
                .of(tables, looks, new SurveyFigures.Confirmed(whole, reasons), ends);
    }

    /** What the report says lives is counted when the workers have applied what was published. */
    private void countAgain(SurveyedRun run, List<TableState> tables) {
        if (!parts.options().publishes()) {
            return;
        }
        for (TableState state : tables) {
            if (state.standing == TableState.Standing.WALKED) {
                state.liveRows = parts.rows().countLive(state.table.table());
                parts.ledger().record(run, state);
            }
        }
    }

    private void phase(SurveyedRun run, String phase) {
        parts.ledger().phase(run, phase, parts.services().requests());
        parts.progress().reached(phase);
    }

    private void unavailable(SurveyedRun run, TableState state) {
        state.standing = TableState.Standing.UNAVAILABLE;
        state.reason = "not available to this key or instance";
        state.liveRows = parts.rows().countLive(state.table.table());
        parts.ledger().record(run, state);
    }

    /** @return what is to be said of it */
    private List<String> lookAgain(SurveyedRun run, List<TableState> tables, SecondLooks looks)
            throws ApiException, InterruptedException, SurveyStoppedException {
        if (!looks.isNeeded(tables)) {
            return List.of();
        }
        phase(run, "look");
        parts.progress()
                .say("Some objects looked otherwise than their rows; they are looked at again in "
                        + SecondLook.GRACE.toMinutes() + " minutes");
        parts.log().awaitPast(parts.log().ends());
        parts.services().time().sleep(SecondLook.GRACE, left -> parts.progress().waits("The second look begins", left));
        List<String> said = new ArrayList<>();
        for (TableState state : tables) {
            if (state.standing == TableState.Standing.WALKED) {
                looks.at(state).ifPresent(said::add);
            }
        }
        return said;
    }
}
