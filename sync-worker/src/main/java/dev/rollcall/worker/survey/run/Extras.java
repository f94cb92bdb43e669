package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.confirm.Absentee;
import dev.rollcall.worker.survey.confirm.Canaries.Canary;
import dev.rollcall.worker.survey.confirm.Confirmation;
import dev.rollcall.worker.survey.confirm.EndCap;
import dev.rollcall.worker.survey.confirm.EndPlan;
import dev.rollcall.worker.survey.confirm.EndSnapshot;
import dev.rollcall.worker.survey.walk.IdHashes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows that no walk has listed: confirmed to be gone at Clerk in two rounds, and ended only where a person said so. */
final class Extras {

    private static final int CANARIES = 20;
    private static final int CANDIDATES = 200;
    private static final int CHUNK = 1_000;
    private static final int ROUNDS = 2;

    private final SurveyServices services;
    private final SurveyOptions options;
    private final SurveyedRun run;
    private final SurveySuspects suspects;
    private final SurveyLedger ledger;
    private final CopyRows rows;
    private final EventsLog log;
    private final SurveyProgress progress;
    private final Map<Resource, IdHashes> listed;

    /** @param listed hashes of what each walk listed */
    Extras(Survey.Parts parts, SurveyedRun run, Map<Resource, IdHashes> listed) {
        services = parts.services();
        options = parts.options();
        suspects = parts.suspects();
        ledger = parts.ledger();
        rows = parts.rows();
        log = parts.log();
        progress = parts.progress();
        this.run = run;
        this.listed = listed;
    }

    /**
     * Confirms, and ends where that was asked for.
     *
     * @return what is to be said of it
     * @throws ApiException when the whole survey cannot go on
     */
    List<String> confirm(List<TableState> tables) throws ApiException, InterruptedException, SurveyStoppedException {
        Map<SurveyTable, TableState> states = new LinkedHashMap<>();
        List<Absentee> absentees = new ArrayList<>();
        for (TableState state : tables) {
            if (state.standing == TableState.Standing.WALKED) {
                states.put(state.table, state);
                absentees.addAll(absentees(state));
            }
        }
        if (absentees.isEmpty()) {
            return List.of();
        }
        if (SecondLook.isTooMuch(absentees.size())) {
            long unlisted = absentees.size()
                    + tables.stream().mapToLong(TableState::unlistedBeyond).sum();
            return List.of(
                    Plural.of(unlisted, "row") + " that Clerk does not list are too many to be confirmed one by one");
        }
        progress.say(
                Plural.of(absentees.size(), "row is", "rows are") + " not in Clerk's lists; each is asked for twice, "
                        + Confirmation.APART.toMinutes() + " minutes apart");
        Confirmation confirmation = new Confirmation(
                services.clerk(),
                this::canaries,
                run.instanceId(),
                run.startedMillis(),
                SecondLook.GRACE.toMillis(),
                services.time());
        try {
            absentees = confirmation.round(absentees);
            remember(states, absentees);
            progress.reached("confirmed once");
            services.time().sleep(Confirmation.APART, left -> progress.waits("Each is asked for again", left));
            absentees = confirmation.round(absentees);
            remember(states, absentees);
        } catch (ApiException failed) {
            return switch (failed.kind()) {
                case KEY_REFUSED, EXHAUSTED, CROWDED -> throw failed;
                case UNAVAILABLE, NOT_FOUND, MALFORMED ->
                    List.of("what Clerk does not list could not be confirmed to be gone: " + failed.getMessage());
            };
        }
        List<Absentee> extras = confirmation.extras(absentees);
        List<Absentee> all = new ArrayList<>(extras);
        all.addAll(confirmation.underExtras(absentees));
        known(states, all);
        return options.endExtra() ? end(states, extras) : List.of();
    }

    /** Whatever an earlier process of this survey confirmed: two rounds are of one process, and at their distance. */
    private List<Absentee> absentees(TableState state) {
        List<Absentee> absentees = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.UNCONFIRMED, Verdict.EXTRA)) {
            for (List<SuspectRow> chunk : left(state, verdict)) {
                for (CopyRows.Known row : live(state, chunk)) {
                    absentees.add(new Absentee(
                            state.table.resource(),
                            row.id(),
                            row.owners(),
                            true,
                            row.revision(),
                            row.writtenAtMillis(),
                            null,
                            null));
                }
            }
        }
        return absentees;
    }

    private void remember(Map<SurveyTable, TableState> states, List<Absentee> absentees) {
        for (SurveyTable table : states.keySet()) {
            Map<String, SurveySuspects.Absence> absences = new LinkedHashMap<>();
            for (Absentee one : absentees) {
                if (one.resource() == table.resource()) {
                    absences.put(
                            one.id(),
                            new SurveySuspects.Absence(one.firstConfirmedAtMillis(), one.secondConfirmedAtMillis()));
                }
            }
            suspects.absent(run, table, absences);
        }
    }

    private void known(Map<SurveyTable, TableState> states, List<Absentee> extras) {
        for (TableState state : states.values()) {
            List<SuspectRow> confirmed = suspectsOf(state, extras, SuspectRow.Outcome.LEFT);
            // Also after a kill: what was an extra before is one of all that were not listed.
            long unlisted = state.counted(Verdict.UNCONFIRMED) + state.counted(Verdict.EXTRA);
            state.counts.put(Verdict.EXTRA, (long) confirmed.size());
            state.counts.put(Verdict.UNCONFIRMED, Math.max(0, unlisted - confirmed.size()));
            ledger.decided(run, state, confirmed, services.requests());
        }
    }

    private static List<SuspectRow> suspectsOf(TableState state, List<Absentee> extras, SuspectRow.Outcome outcome) {
        return extras.stream()
                .filter(extra -> extra.resource() == state.table.resource())
                .map(extra -> new SuspectRow(
                        extra.id(),
                        Verdict.EXTRA,
                        0,
                        null,
                        null,
                        SuspectRow.organizationOf(extra.owners()),
                        SuspectRow.userOf(extra.owners()),
                        List.of(),
                        null,
                        outcome))
                .toList();
    }

    /** Owners first; a table whose ends go beyond what may end unasked ends none of its own. */
    private List<String> end(Map<SurveyTable, TableState> states, List<Absentee> extras)
            throws InterruptedException, SurveyStoppedException {
        Map<Resource, Set<String>> ids = new EnumMap<>(Resource.class);
        extras.forEach(extra ->
                ids.computeIfAbsent(extra.resource(), first -> new HashSet<>()).add(extra.id()));
        EndPlan plan = EndPlan.of(extras, ends(ids), new EndPlan.Word(ROUNDS, options.endExtra(), options.cap()));
        List<String> lines = new ArrayList<>();
        if (!plan.allowance().refused().isEmpty()) {
            lines.add("nothing of "
                    + String.join(", ", new TreeSet<>(plan.allowance().refused().keySet()))
                    + " was ended, since with all that belongs to it that would be too much; if it is right, repeat with"
                    + " --cap " + plan.allowance().capNeeded());
        }
        Map<Resource, List<Absentee>> ending = new LinkedHashMap<>();
        plan.ends()
                .forEach(end -> ending.computeIfAbsent(end.resource(), first -> new ArrayList<>())
                        .add(end));
        for (Map.Entry<Resource, List<Absentee>> some : ending.entrySet()) {
            TableState state = states.get(SurveyTable.of(some.getKey()).orElseThrow());
            if (state == null) {
                throw new IllegalStateException("an end of a table that was not walked");
            }
            log.awaitRoom();
            some.getValue()
                    .forEach(extra -> TableWalk.publish(
                            services, options.origin(), EndSnapshot.of(extra, run.instanceId(), run.id())));
            services.publisher().flush();
            progress.reached("ends acknowledged");
            state.published += some.getValue().size();
            ledger.decided(
                    run, state, suspectsOf(state, some.getValue(), SuspectRow.Outcome.ENDED), services.requests());
        }
        return lines;
    }

    /** What an owner's end has taken along by now: it needed no confirmation of its own. */
    void settleCascades(List<TableState> tables) {
        for (TableState state : tables) {
            settleCascades(state, Verdict.UNCONFIRMED);
            settleCascades(state, Verdict.EXTRA);
        }
    }

    private void settleCascades(TableState state, Verdict verdict) {
        for (List<SuspectRow> chunk : left(state, verdict)) {
            Set<String> live =
                    live(state, chunk).stream().map(CopyRows.Known::id).collect(Collectors.toSet());
            List<SuspectRow> ended = chunk.stream()
                    .filter(suspect -> !live.contains(suspect.id()))
                    .map(suspect -> suspect.became(verdict, SuspectRow.Outcome.ENDED))
                    .toList();
            ledger.decided(run, state, ended, services.requests());
        }
    }

    private Iterable<List<SuspectRow>> left(TableState state, Verdict verdict) {
        return suspects.chunks(run, state.table, SuspectRow.Outcome.LEFT, verdict, CHUNK);
    }

    private List<CopyRows.Known> live(TableState state, List<SuspectRow> chunk) {
        return rows.live(state.table.table(), chunk.stream().map(SuspectRow::id).toList());
    }

    private List<EndCap.TableEnds> ends(Map<Resource, Set<String>> extras) {
        Set<String> users = extras.getOrDefault(Resource.USER, Set.of());
        Set<String> organizations = extras.getOrDefault(Resource.ORGANIZATION, Set.of());
        List<EndCap.TableEnds> ends = new ArrayList<>();
        for (Table table : Table.IN_ORDER) {
            Resource resource = table.resource();
            Set<String> own = resource == null ? Set.of() : extras.getOrDefault(resource, Set.of());
            Set<String> causes = extras.keySet().stream()
                    .filter(cause -> cause == resource || table.belongsTo(cause))
                    .map(Resource::table)
                    .collect(Collectors.toSet());
            if (!causes.isEmpty()) {
                ends.add(new EndCap.TableEnds(
                        table.label(), rows.countLive(table), rows.endsWith(table, own, users, organizations), causes));
            }
        }
        return ends;
    }

    /** Live rows that this run listed: of the organization where there are any. */
    private List<Canary> canaries(Resource resource, @Nullable String organizationId) {
        IdHashes seen = listed.get(resource);
        if (seen == null) {
            return List.of();
        }
        List<Canary> canaries = listed(resource, organizationId, seen);
        return canaries.isEmpty() && organizationId != null ? listed(resource, null, seen) : canaries;
    }

    private List<Canary> listed(Resource resource, @Nullable String organizationId, IdHashes seen) {
        return rows.some(Table.ofResource(resource), organizationId, CANDIDATES).stream()
                .filter(row -> seen.contains(row.id()))
                .limit(CANARIES)
                .map(row -> new Canary(row.id(), row.owners()))
                .toList();
    }
}
