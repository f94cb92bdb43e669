package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.compare.Candidate;
import dev.rollcall.worker.survey.compare.Comparison;
import dev.rollcall.worker.survey.compare.ComparisonSettings;
import dev.rollcall.worker.survey.compare.Finding;
import dev.rollcall.worker.survey.compare.RunId;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Snapshot;
import dev.rollcall.worker.survey.compare.StoredRow;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.confirm.Absentee;
import dev.rollcall.worker.survey.confirm.Canaries.Canary;
import dev.rollcall.worker.survey.confirm.Confirmation;
import dev.rollcall.worker.survey.confirm.EndCap;
import dev.rollcall.worker.survey.confirm.EndPlan;
import dev.rollcall.worker.survey.confirm.EndSnapshot;
import dev.rollcall.worker.survey.walk.AnchoredWalk;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import dev.rollcall.worker.survey.walk.UserWalk;
import dev.rollcall.worker.survey.walk.Walk;
import dev.rollcall.worker.survey.walk.WalkCounts;
import dev.rollcall.worker.survey.walk.WalkSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A survey in memory, with the product's own walk, comparison, look-up, second look, confirmation and plan of ends: only
 * the ledger is another. Killed before or after any checkpoint it goes on from what was saved.
 */
final class SimulatedSurvey {

    private static final WalkSizes SIZES = new WalkSizes(4, List.of(16, 8));
    private static final int MOST_STOPS = 3;

    /** What a survey does with what it finds. */
    enum Mode {
        BACKFILL,
        DRY,
        REPAIR_AND_END
    }

    /**
     * What it came to.
     *
     * @param left drift, by verdict
     * @param ended rows that it ended
     */
    record Result(boolean complete, Map<Verdict, Integer> left, List<Absentee> ended) {

        static final Result REFUSED = new Result(false, Map.of(), List.of());

        boolean isProof() {
            return complete && left.isEmpty();
        }
    }

    /** A kill -9. */
    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A table as its last checkpoint left it. */
    private static final class Saved {
        Place place = Place.START;
        final List<byte[]> pages = new ArrayList<>();
        final Map<String, SuspectRow> suspects = new LinkedHashMap<>();

        @Nullable Long counted;

        int walks = 1;
        boolean walked;
        boolean incomplete;

        IdHashes seen() {
            IdHashes seen = new IdHashes();
            pages.forEach(seen::addPacked);
            return seen;
        }

        void beginAgain(Place from) {
            place = from;
            pages.clear();
            suspects.clear();
        }
    }

    int published;
    int kills;

    private final SurveyedWorld world;
    private final Mode mode;
    private final RunId run;
    private final Comparison comparison;
    private final ClerkLookup lookup;
    private final double killed;
    private final long start;
    private final @Nullable Long cap;
    private final Map<Resource, Saved> tables = new EnumMap<>(Resource.class);

    SimulatedSurvey(SurveyedWorld world, Mode mode, long number, double killed, @Nullable Long cap) {
        this.world = world;
        this.mode = mode;
        this.killed = killed;
        this.cap = cap;
        run = new RunId(number);
        start = world.now;
        lookup = new ClerkLookup(world.clerk);
        comparison =
                new Comparison(new ComparisonSettings("ins_1", Set.of(), run), () -> Instant.ofEpochMilli(world.now));
    }

    /** To its end, or to where Clerk lets it go no further. */
    Result run() {
        for (int stops = 0; stops < MOST_STOPS; ) {
            try {
                return attempt();
            } catch (KilledException again) {
                kills++;
            } catch (ApiException stopped) {
                stops++;
                world.passes(Duration.ofMinutes(1));
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return Result.REFUSED;
    }

    private void mayBeKilled() {
        if (world.dice.nextDouble() < killed && kills < 20) {
            throw new KilledException();
        }
    }

    private Result attempt() throws ApiException, InterruptedException {
        if (!world.clerk.object(ApiQuery.of("instance")).path("id").asString("").equals("ins_1")) {
            return Result.REFUSED;
        }
        Map<Resource, IdHashes> listed = new EnumMap<>(Resource.class);
        for (Resource table : SurveyedWorld.TABLES) {
            Saved saved = tables.computeIfAbsent(table, first -> new Saved());
            try {
                walk(table, saved);
            } catch (ApiException failed) {
                switch (failed.kind()) {
                    case KEY_REFUSED, EXHAUSTED, CROWDED -> throw failed;
                    case UNAVAILABLE, NOT_FOUND, MALFORMED -> saved.incomplete = true;
                }
            }
            listed.put(table, saved.seen());
        }
        if (mode != Mode.BACKFILL) {
            world.copy.applies(Integer.MAX_VALUE);
            world.passes(SecondLook.GRACE);
            for (Resource table : SurveyedWorld.TABLES) {
                lookAgain(table, tables.get(table));
            }
        }
        List<Absentee> ended = mode == Mode.BACKFILL ? List.of() : confirm(listed);
        world.copy.applies(Integer.MAX_VALUE);
        Map<Verdict, Integer> left = new TreeMap<>();
        tables.values().stream()
                .flatMap(saved -> saved.suspects.values().stream())
                .filter(suspect -> suspect.outcome() == SuspectRow.Outcome.LEFT)
                .filter(suspect -> !isEndedExtra(suspect))
                .forEach(suspect -> left.merge(suspect.verdict(), 1, Integer::sum));
        return new Result(tables.values().stream().noneMatch(saved -> saved.incomplete), left, ended);
    }

    private boolean isEndedExtra(SuspectRow suspect) {
        return suspect.verdict() == Verdict.UNCONFIRMED
                && world.copy.rows.entrySet().stream()
                        .anyMatch(row -> row.getKey().id().equals(suspect.id())
                                && row.getValue().ended());
    }

    private @Nullable Long count(Resource table) throws ApiException, InterruptedException {
        ApiPage page =
                world.clerk.page(SurveyTable.of(table).orElseThrow().list().with("limit", 1));
        return page.total().isPresent() ? Long.valueOf(page.total().getAsLong()) : null;
    }

    private void walk(Resource table, Saved saved) throws ApiException, InterruptedException {
        if (saved.walked || saved.incomplete) {
            return;
        }
        if (saved.counted == null) {
            saved.counted = count(table);
        }
        ApiQuery list = SurveyTable.of(table).orElseThrow().list();
        Walk walk = table == Resource.USER
                ? new UserWalk(list, world.clerk::page, start, SIZES)
                : new AnchoredWalk(list, world.clerk::page, start, SIZES);
        IdHashes seen = saved.seen();
        while (true) {
            while (!saved.place.ended()) {
                Step step = PagesAhead.fetch(walk, saved.place, seen);
                if (step.begunAgain()) {
                    saved.beginAgain(step.place());
                    continue;
                }
                List<SuspectRow> suspects = compare(table, step.fresh());
                mayBeKilled();
                saved.place = step.place();
                saved.pages.add(IdHashes.pack(step.fresh()));
                suspects.forEach(suspect -> saved.suspects.put(suspect.id(), suspect));
                mayBeKilled();
            }
            Long after = count(table);
            long ends = world.copy.rows.entrySet().stream()
                    .filter(row ->
                            row.getKey().resource() == table && row.getValue().ended())
                    .filter(row -> row.getValue().writtenAt() >= start)
                    .count();
            if (saved.counted == null
                    || after == null
                    || new WalkCounts(saved.counted, after).isWhole(seen.size(), ends)) {
                break;
            }
            if (saved.walks == WalkCounts.MOST_WALKS) {
                saved.incomplete = true;
                return;
            }
            saved.walks++;
            saved.counted = after;
            saved.beginAgain(Place.START);
            seen.clear();
        }
        unlisted(table, saved, seen);
        saved.walked = true;
        mayBeKilled();
    }

    private @Nullable StoredRow stored(Resource table, String id) {
        return world.copy.stored(new Owner(table, id));
    }

    private List<SuspectRow> compare(Resource table, List<ObjectNode> objects) {
        List<SuspectRow> suspects = new ArrayList<>();
        for (ObjectNode object : objects) {
            Candidate candidate = comparison.read(table, object);
            StoredRow row = stored(table, candidate.id());
            Finding finding = comparison.judge(candidate, row, world.copy::endOf);
            if (mode == Mode.BACKFILL) {
                if (finding.verdict().isPublished() && !finding.underOwner()) {
                    publish(comparison.snapshot(candidate, finding, row).orElseThrow());
                }
            } else if (finding.verdict().isSuspect()) {
                suspects.add(TableWalk.suspect(candidate, finding, row, finding.verdict(), null));
            }
        }
        return suspects;
    }

    private void unlisted(Resource table, Saved saved, IdHashes seen) {
        world.copy.rows.forEach((key, row) -> {
            if (key.resource() == table
                    && !row.ended()
                    && row.revision() > 0
                    && row.writtenAt() < start - SecondLook.GRACE.toMillis()
                    && !seen.contains(key.id())) {
                saved.suspects.put(
                        key.id(),
                        SuspectRow.unlisted(
                                new CopyRows.Known(key.id(), row.owners(), row.revision(), row.writtenAt())));
            }
        });
    }

    private void lookAgain(Resource table, @Nullable Saved saved) throws ApiException, InterruptedException {
        if (saved == null || !saved.walked) {
            return;
        }
        List<SuspectRow> open = saved.suspects.values().stream()
                .filter(suspect -> suspect.outcome() == null)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> objects =
                lookup.find(table, open.stream().map(ClerkLookup.Sought::of).toList());
        for (SuspectRow suspect : open) {
            ObjectNode object = objects.get(suspect.id());
            Candidate candidate = object == null ? null : comparison.read(table, object);
            StoredRow row = stored(table, suspect.id());
            Finding finding = candidate == null ? null : comparison.judge(candidate, row, world.copy::endOf);
            SecondLook.Decision decision = SecondLook.decide(suspect.suspect(table), finding, row, world.now);
            SuspectRow.Outcome outcome = SuspectRow.Outcome.SETTLED;
            if (decision.isLeft()) {
                outcome = SuspectRow.Outcome.LEFT;
                if (mode == Mode.REPAIR_AND_END && decision.repairable() && candidate != null && finding != null) {
                    publish(comparison.snapshot(candidate, finding, row).orElseThrow());
                    outcome = SuspectRow.Outcome.PUBLISHED;
                    mayBeKilled();
                }
            }
            saved.suspects.put(
                    suspect.id(), suspect.became(decision.isLeft() ? decision.verdict() : suspect.verdict(), outcome));
        }
        mayBeKilled();
    }

    private void publish(Snapshot snapshot) {
        published++;
        world.copy.arrives(snapshot.id(), snapshot.messageId().value(), snapshot.envelope());
    }

    private List<Absentee> confirm(Map<Resource, IdHashes> listed) throws ApiException, InterruptedException {
        List<Absentee> absentees = new ArrayList<>();
        tables.forEach((table, saved) -> saved.suspects.values().stream()
                .filter(suspect -> saved.walked && suspect.outcome() == SuspectRow.Outcome.LEFT)
                .filter(suspect -> suspect.verdict() == Verdict.UNCONFIRMED)
                .forEach(suspect -> absentees.add(absentee(new Owner(table, suspect.id())))));
        Confirmation confirmation = new Confirmation(
                world.clerk,
                (table, organization) -> canaries(listed.get(table), table, organization),
                "ins_1",
                start,
                SecondLook.GRACE.toMillis(),
                () -> Instant.ofEpochMilli(world.now));
        if (absentees.isEmpty()) {
            return List.of();
        }
        List<Absentee> once = confirmation.round(absentees);
        mayBeKilled();
        world.passes(Confirmation.APART);
        List<Absentee> twice = confirmation.round(once);
        mayBeKilled();
        List<Absentee> extras = confirmation.extras(twice);
        EndPlan plan = EndPlan.of(extras, ends(extras), new EndPlan.Word(2, mode == Mode.REPAIR_AND_END, cap));
        for (Absentee extra : plan.ends()) {
            publish(EndSnapshot.of(extra, "ins_1", run));
            mayBeKilled();
        }
        return plan.ends();
    }

    private Absentee absentee(Owner key) {
        SurveyedCopy.CopyRow row = world.copy.rows.get(key);
        return new Absentee(
                key.resource(), key.id(), row.owners(), !row.ended(), row.revision(), row.writtenAt(), null, null);
    }

    private List<Canary> canaries(IdHashes seen, Resource table, @Nullable String organization) {
        List<Canary> canaries = new ArrayList<>();
        world.copy.rows.forEach((key, row) -> {
            if (key.resource() == table && !row.ended() && row.revision() > 0 && seen.contains(key.id())) {
                Canary canary = new Canary(key.id(), row.owners());
                boolean same =
                        organization != null && organization.equals(row.owners().idOf(Resource.ORGANIZATION));
                canaries.add(same ? 0 : canaries.size(), canary);
            }
        });
        return canaries.subList(0, Math.min(3, canaries.size()));
    }

    private List<EndCap.TableEnds> ends(List<Absentee> extras) {
        Map<Resource, EndCap.TableEnds> ends = new HashMap<>();
        Set<Owner> gone = extras.stream()
                .map(extra -> new Owner(extra.resource(), extra.id()))
                .collect(Collectors.toSet());
        for (Resource table : SurveyedWorld.TABLES) {
            long live = 0;
            long ending = 0;
            for (Map.Entry<Owner, SurveyedCopy.CopyRow> row : world.copy.rows.entrySet()) {
                boolean lives =
                        row.getKey().resource() == table && !row.getValue().ended();
                live += lives ? 1 : 0;
                boolean isGone = gone.contains(row.getKey())
                        || row.getValue().owners().known().stream().anyMatch(gone::contains);
                ending += lives && isGone ? 1 : 0;
            }
            Set<String> causes = extras.stream()
                    .map(Absentee::resource)
                    .filter(cause -> cause == table || Table.ofResource(table).belongsTo(cause))
                    .map(Resource::table)
                    .collect(Collectors.toSet());
            if (!causes.isEmpty()) {
                ends.put(table, new EndCap.TableEnds(table.table(), live, ending, causes));
            }
        }
        return List.copyOf(ends.values());
    }
}
