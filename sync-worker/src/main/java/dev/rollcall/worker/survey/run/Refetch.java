package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.compare.Candidate;
import dev.rollcall.worker.survey.compare.Comparison;
import dev.rollcall.worker.survey.compare.ComparisonSettings;
import dev.rollcall.worker.survey.compare.Finding;
import dev.rollcall.worker.survey.compare.RunId;
import dev.rollcall.worker.survey.compare.Snapshot;
import dev.rollcall.worker.survey.compare.StoredRow;
import dev.rollcall.worker.survey.compare.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Fetches single objects now and publishes what differs. Needs no lease: it is small, and ends nothing. */
public final class Refetch {

    private static final int MOST = 100;

    private final SurveyServices services;
    private final SurveySettings settings;
    private final CopyRows rows;
    private final SurveyLedger ledger;
    private final SurveyAudit audit;
    private final ClerkLookup lookup;
    private long published;

    public Refetch(SurveyServices services, SurveySettings settings) {
        this.services = services;
        audit = new SurveyAudit(services.database());
        this.settings = settings;
        rows = new CopyRows(services.database());
        SurveyLease none = new SurveyLease(services.database(), "");
        ledger = new SurveyLedger(services.database(), none, new SurveySuspects(services.database(), none));
        lookup = new ClerkLookup(services.clerk());
    }

    /**
     * What came of it.
     *
     * @param lines one for each id
     * @param all whether every id was one to ask for, and the worker would take what Clerk has of it
     */
    public record Came(List<String> lines, boolean all) {

        public Came {
            lines = List.copyOf(lines);
        }
    }

    private record Line(String says, boolean understood) {}

    /**
     * Fetches for somebody at a command line, and notes that in the audit.
     *
     * @throws IllegalArgumentException with one line for the operator
     */
    public Came runNoted(List<String> given) throws InterruptedException, SurveyStoppedException {
        String subject = "entity=" + String.join(",", new LinkedHashSet<>(given));
        boolean[] begun = {false};
        try {
            Came came = run(given, ids -> {
                audit.write(AuditLog.Action.REFETCH_BEGUN, subject, ids);
                begun[0] = true;
            });
            audit.write(
                    AuditLog.Action.REFETCH_DONE,
                    subject + " outcome=" + (came.all() ? "complete" : "incomplete"),
                    published);
            return came;
        } catch (SurveyStoppedException stopped) {
            if (begun[0]) {
                audit.write(AuditLog.Action.REFETCH_DONE, subject + " outcome=stopped", published);
            }
            throw stopped;
        }
    }

    /**
     * Fetches for who has noted it already.
     *
     * @throws IllegalArgumentException with one line for the operator
     */
    public Came run(List<String> given) throws InterruptedException, SurveyStoppedException {
        return run(given, ids -> {});
    }

    /** @param begins told how many ids, when nothing is in the way any more and before anything is published */
    private Came run(List<String> given, LongConsumer begins) throws InterruptedException, SurveyStoppedException {
        Set<String> ids = new LinkedHashSet<>(given);
        if (ids.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " ids at once: reconcile finds what else differs");
        }
        for (String id : ids) {
            if (!EntityId.isValid(id)) {
                throw new IllegalArgumentException("not an id of Clerk's: write it as user_…, org_…");
            }
        }
        try {
            String instance = new Preflight(services.clerk(), rows, ledger, settings).requireBound();
            settings.copiedWith().require(ledger.workerSettings());
            begins.accept(ids.size());
            Comparison comparison = new Comparison(
                    new ComparisonSettings(instance, settings.leftOut(), new RunId(rows.nowMillis())), services.time());
            Map<Resource, List<ClerkLookup.Sought>> sought = new LinkedHashMap<>();
            Map<String, Line> lines = new LinkedHashMap<>();
            for (String id : ids) {
                lines.put(id, new Line("no row of this id, and its form does not tell what it is", false));
                resourceOf(id, sought);
            }
            for (Map.Entry<Resource, List<ClerkLookup.Sought>> some : sought.entrySet()) {
                at(some.getKey(), some.getValue(), comparison, lines);
            }
            services.publisher().flush();
            List<String> said = new ArrayList<>();
            lines.forEach((id, line) -> said.add(id + ": " + line.says()));
            return new Came(said, lines.values().stream().allMatch(Line::understood));
        } catch (ApiException stopped) {
            throw new SurveyStoppedException(String.valueOf(stopped.getMessage()));
        }
    }

    /** By the table that has it; of a user or an organization that is not here yet, by how its id begins. */
    private void resourceOf(String id, Map<Resource, List<ClerkLookup.Sought>> sought) {
        for (SurveyTable table : SurveyTable.values()) {
            Optional<CopyRows.Known> row = rows.known(table.table(), id);
            if (row.isPresent()) {
                sought.computeIfAbsent(table.resource(), first -> new ArrayList<>())
                        .add(new ClerkLookup.Sought(
                                id,
                                SuspectRow.organizationOf(row.get().owners()),
                                SuspectRow.userOf(row.get().owners())));
                return;
            }
        }
        for (Resource resource : List.of(Resource.USER, Resource.ORGANIZATION)) {
            if (resource.accepts(id)) {
                sought.computeIfAbsent(resource, first -> new ArrayList<>())
                        .add(new ClerkLookup.Sought(id, null, null));
                return;
            }
        }
    }

    private void at(Resource resource, List<ClerkLookup.Sought> sought, Comparison comparison, Map<String, Line> lines)
            throws ApiException, InterruptedException {
        Map<String, ObjectNode> objects = lookup.find(resource, sought);
        Map<String, Candidate> candidates = new HashMap<>();
        Set<Owner> owners = new HashSet<>();
        objects.forEach((id, object) -> {
            Candidate candidate = comparison.read(resource, object);
            candidates.put(id, candidate);
            owners.addAll(candidate.owners().known());
        });
        List<Snapshot> snapshots = new ArrayList<>();
        rows.at(
                Table.ofResource(resource),
                sought.stream().map(ClerkLookup.Sought::id).toList(),
                owners,
                look -> look.ids()
                        .forEach(id -> lines.put(id, line(comparison, candidates.get(id), id, look, snapshots))));
        for (Snapshot snapshot : snapshots) {
            TableWalk.publish(services, EventOrigin.RECONCILE, snapshot);
            published++;
        }
    }

    private static Line line(
            Comparison comparison,
            @Nullable Candidate candidate,
            String id,
            CopyRows.Look look,
            List<Snapshot> snapshots) {
        StoredRow row = look.rows().get(id);
        return candidate == null
                ? gone(row)
                : published(comparison, candidate, comparison.judge(candidate, row, look.ends()), row, snapshots);
    }

    private static Line gone(@Nullable StoredRow row) {
        return new Line(
                row == null || row.end() != null
                        ? "Clerk does not have it, nor does the copy"
                        : "Clerk does not show it, and it lives here; reconcile confirms that, and --end-extra ends it",
                true);
    }

    /** @param snapshots takes what is to be published */
    private static Line published(
            Comparison comparison,
            Candidate candidate,
            Finding finding,
            @Nullable StoredRow row,
            List<Snapshot> snapshots) {
        String label = finding.verdict().label();
        if (finding.verdict().isPublished() || finding.verdict() == Verdict.ACTIVITY_ONLY) {
            Optional<Snapshot> snapshot = comparison.snapshot(candidate, finding, row);
            if (snapshot.isPresent()) {
                snapshots.add(snapshot.get());
                return new Line(
                        label + ", published"
                                + (finding.columns().isEmpty()
                                        ? ""
                                        : " (" + String.join(", ", finding.columns()) + ")"),
                        true);
            }
            return comparison
                    .refusal(candidate, finding, row)
                    .map(Refetch::unreadable)
                    .orElseGet(() -> new Line(label + ", not published: the row is newer by now", true));
        }
        FailureCode code = finding.code();
        return code == null ? new Line(label, true) : unreadable(code);
    }

    private static Line unreadable(FailureCode code) {
        return new Line(Verdict.UNREADABLE.label() + " (" + code.label() + "): the worker would not take it", false);
    }
}
