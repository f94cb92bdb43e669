package dev.rollcall.worker.survey;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
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
import dev.rollcall.worker.survey.compare.StoredEnd;
import dev.rollcall.worker.survey.compare.StoredRow;
import dev.rollcall.worker.survey.compare.Suspect;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.confirm.Absentee;
import dev.rollcall.worker.survey.confirm.Canaries.Canary;
import dev.rollcall.worker.survey.confirm.Confirmation;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A world, a copy of it that lacks webhooks, and a survey of the copy: walk, comparison, second look, confirmation and
 * repair, killed at any checkpoint and begun again from it, while the world goes on and Clerk misbehaves.
 */
final class SurveySimulation {

    static final long BASE = 1_700_000_000_000L;
    private static final List<Resource> TABLES =
            List.of(Resource.ORGANIZATION, Resource.USER, Resource.ORGANIZATION_MEMBERSHIP);
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final WalkSizes SIZES = new WalkSizes(4, List.of(16, 8));
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What goes wrong during the survey. */
    enum Fault {
        NONE,
        FILTERS_IGNORED,
        CURSORS_IGNORED,
        CURSORS_REFUSED,
        FEATURE_OFF,
        EVERYTHING_404,
        STALE_READS,
        OTHER_INSTANCE,
        A_TABLE_404,
        TEN_ROWS
    }

    /** A kill -9 at a checkpoint. */
    private static final class KilledException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** A row of the copy. */
    private record CopyRow(EntityVersion version, long revision, long writtenAt, Owners owners, Row row, boolean ended) {}

    final FakeClerk clerk = new FakeClerk();
    final Map<Owner, CopyRow> copy = new TreeMap<>(
            Comparator.comparing((Owner key) -> key.resource()).thenComparing(Owner::id));
    final Set<String> reallyEnded = new HashSet<>();
    int published;
    int kills;

    private final Random dice;
    private final RecordDecoder decoder;
    private final List<SourceRecord> inFlight = new ArrayList<>();
    private long now = BASE + 10 * DAY;
    private int ids;
    private int messages;
    private boolean busy;
    private @Nullable Fault fault;
    private int faultAfter;
    private double killed;

    SurveySimulation(long seed) {
        dice = new Random(seed);
        decoder = new RecordDecoder(Set.of(), () -> Instant.ofEpochMilli(now));
        clerk.now = now;
        clerk.between(this::passes);
    }

    // The world --------------------------------------------------------------------------------------------------

    private String id(String prefix) {
        return prefix + String.format(Locale.ROOT, "%06d", ids++);
    }

    private ObjectNode object(String id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("created_at", now - now % 4)
                .put("updated_at", now)
                .put("marker", dice.nextInt(1000));
    }

    private void create(Resource resource, boolean withheld) {
        ObjectNode object;
        switch (resource) {
            case USER -> {
                object = object(id("user_")).put("first_name", "n" + dice.nextInt(50));
                object.putArray("email_addresses")
                        .addObject()
                        .put("id", id("idn_"))
                        .put("email_address", "a" + dice.nextInt(9) + "@x.y");
            }
            case ORGANIZATION -> object = object(id("org_")).put("name", "o" + dice.nextInt(50));
            default -> {
                List<ObjectNode> users = clerk.live(Resource.USER);
                List<ObjectNode> organizations = clerk.live(Resource.ORGANIZATION);
                if (users.isEmpty() || organizations.isEmpty()) {
                    return;
                }
                object = object(id("orgmem_")).put("role", "org:" + dice.nextInt(3));
                object.putObject("organization").put("id", ApiPage.idOf(any(organizations)));
                object.putObject("public_user_data").put("user_id", ApiPage.idOf(any(users)));
            }
        }
        clerk.put(resource, object);
        tell(resource, ".created", object, withheld);
    }

    private ObjectNode any(List<ObjectNode> objects) {
        return objects.get(dice.nextInt(objects.size()));
    }

    private void change(Resource resource, boolean withheld) {
        List<ObjectNode> live = clerk.live(resource);
        if (!live.isEmpty()) {
            ObjectNode changed = any(live).deepCopy();
            changed.put("updated_at", now).put("marker", dice.nextInt(1000));
            changed.put(
                    resource == Resource.USER ? "first_name" : resource == Resource.ORGANIZATION ? "name" : "role",
                    "c" + dice.nextInt(50));
            clerk.put(resource, changed);
            tell(resource, ".updated", changed, withheld);
        }
    }

    private void end(Resource resource, boolean withheld) {
        List<ObjectNode> live = clerk.live(resource);
        if (live.size() > 3) {
            ObjectNode ended = any(live);
            String id = ApiPage.idOf(ended);
            Set<String> before = liveIds();
            clerk.end(id);
            before.removeAll(liveIds());
            reallyEnded.addAll(before);
            tell(resource, ".deleted", JSON.createObjectNode().put("id", id).put("deleted", true), withheld);
        }
    }

    private Set<String> liveIds() {
        Set<String> live = new HashSet<>();
        TABLES.forEach(table -> clerk.live(table).forEach(object -> live.add(ApiPage.idOf(object))));
        return live;
    }

    private void tell(Resource resource, String verb, ObjectNode data, boolean withheld) {
        if (!withheld) {
            ObjectNode envelope = JSON.createObjectNode();
            envelope.set("data", data);
            envelope.put("object", "event")
                    .put("type", resource.eventName() + verb)
                    .put("timestamp", now + dice.nextInt(20))
                    .put("instance_id", "ins_1");
            inFlight.add(record(
                    data.get("id").stringValue(),
                    "msg_" + messages++,
                    JSON.writeValueAsBytes(envelope)));
        }
    }

    private static SourceRecord record(String key, String messageId, byte[] value) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("events", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(EventHeaders.MESSAGE_ID, messageId.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add(EventHeaders.RECEIVED_AT, Long.toString(BASE + 100 * DAY).getBytes(StandardCharsets.UTF_8));
        return new SourceRecord(record);
    }

    private void happens(int events, double withheld) {
        for (int event = 0; event < events; event++) {
            now += 1 + dice.nextInt(5);
            clerk.now = now;
            Resource resource = TABLES.get(dice.nextInt(TABLES.size()));
            boolean lost = dice.nextDouble() < withheld;
            switch (dice.nextInt(5)) {
                case 0, 1 -> create(resource, lost);
                case 2, 3 -> change(resource, lost);
                default -> end(resource, lost);
            }
        }
    }

    /** Between any two requests: time passes, the world goes on, webhooks arrive, the fault begins. */
    private void passes() {
        now += 1 + dice.nextInt(100);
        clerk.now = now;
        if (busy && dice.nextInt(3) == 0) {
            happens(1, 0);
        }
        if (dice.nextInt(3) == 0) {
            drain(dice.nextInt(3));
        }
        if (fault != null && faultAfter-- == 0) {
            begin(fault);
        }
    }

    private void begin(Fault begun) {
        switch (begun) {
            case NONE -> {}
            case FILTERS_IGNORED -> clerk.ignoreFilters = true;
            case CURSORS_IGNORED -> clerk.ignoreCursors = true;
            case CURSORS_REFUSED -> clerk.refuseCursors = true;
            case FEATURE_OFF -> {
                clerk.off.add(Resource.ORGANIZATION);
                clerk.off.add(Resource.ORGANIZATION_MEMBERSHIP);
            }
            case EVERYTHING_404 -> clerk.unresolvable = true;
            case STALE_READS -> clerk.behindMillis = 1 + dice.nextInt(200);
            case OTHER_INSTANCE -> clerk.instance = "ins_2";
            case A_TABLE_404 -> clerk.broken.add(TABLES.get(dice.nextInt(TABLES.size())));
            case TEN_ROWS -> clerk.givesOnly(10);
        }
    }

    // The worker: decodes with its own decoder, and writes under the guard ------------------------------------------

    private void drain(int most) {
        for (int taken = 0; taken < most && !inFlight.isEmpty(); taken++) {
            apply(inFlight.remove(dice.nextInt(Math.min(3, inFlight.size()))));
        }
    }

    private void apply(SourceRecord source) {
        switch (decoder.decode(source)) {
            case Decoded.State state -> {
                Owner key = new Owner(state.table().resource(), state.key().id());
                CopyRow before = copy.get(key);
                boolean ownerEnded = state.owners().known().stream()
                        .anyMatch(owner -> copy.containsKey(owner) && copy.get(owner).ended());
                if (before == null || (!before.ended() && state.version().isNewerThan(before.version()))) {
                    copy.put(
                            key,
                            new CopyRow(
                                    state.version(),
                                    before == null ? 1 : before.revision() + 1,
                                    now,
                                    state.owners(),
                                    state.row(),
                                    ownerEnded));
                }
            }
            case Decoded.End end -> {
                Owner key = new Owner(end.table().resource(), end.key().id());
                copy.computeIfAbsent(
                        key, first -> new CopyRow(end.version(), 1, now, end.owners(), empty(end.table()), true));
                copy.replaceAll((each, row) -> !row.ended()
                                && (each.equals(key) || row.owners().known().contains(key))
                        ? new CopyRow(end.version(), row.revision() + 1, now, row.owners(), row.row(), true)
                        : row);
            }
            case Decoded.Ignored ignored -> throw new IllegalStateException();
            case Decoded.Rejected rejected -> throw new IllegalStateException(rejected.reason());
        }
    }

    private static Row empty(Table table) {
        List<List<Row>> children = new ArrayList<>();
        table.children().forEach(child -> children.add(List.of()));
        return new Row(new @Nullable Object[table.columns().size()], children);
    }

    // The survey ----------------------------------------------------------------------------------------------------

    /** What outlives a kill. */
    private static final class Checkpoint {

        final Map<Resource, Place> places = new HashMap<>();
        final Map<Resource, IdHashes> seen = new HashMap<>();
        final Map<Resource, Long> before = new HashMap<>();
        final Map<Resource, Boolean> whole = new HashMap<>();
        final Map<Owner, Suspect> suspects = new LinkedHashMap<>();
        List<Absentee> absentees = List.of();
        int step;
    }

    private void checkpoint() {
        if (dice.nextDouble() < killed) {
            kills++;
            throw new KilledException();
        }
    }

    /** A history with losses, before anybody surveys. */
    void grow(int events, double withheld) {
        happens(events, withheld);
        drain(Integer.MAX_VALUE);
        now += DAY;
        clerk.now = now;
    }

    /**
     * Surveys, repairs and ends.
     *
     * @return drift that is left, by verdict; null when the survey could not be finished
     */
    @Nullable Map<Verdict, Integer> survey(int number, Fault begun, boolean worldGoesOn, double kill) {
        busy = worldGoesOn;
        killed = kill;
        fault = begun;
        faultAfter = begun == Fault.NONE ? -1 : dice.nextInt(40);
        long start = now;
        Checkpoint checkpoint = new Checkpoint();
        Comparison comparison = new Comparison(
                new ComparisonSettings("ins_1", Set.of(), new RunId(number)), () -> Instant.ofEpochMilli(now));
        try {
            while (true) {
                try {
                    return attempt(checkpoint, comparison, new RunId(number), start);
                } catch (KilledException again) {
                    killed = kill / 2;
                }
            }
        } catch (ApiException failed) {
            return null;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            busy = false;
            fault = null;
            drain(Integer.MAX_VALUE);
        }
    }

    private @Nullable Map<Verdict, Integer> attempt(Checkpoint at, Comparison comparison, RunId run, long start)
            throws ApiException, InterruptedException {
        if (!clerk.object(ApiQuery.of("instance")).path("id").stringValue().equals("ins_1")) {
            return null;
        }
        for (Resource table : TABLES) {
            walk(at, comparison, table, start);
        }
        if (at.step == 0) {
            busy = false;
            drain(Integer.MAX_VALUE);
            now += SecondLook.GRACE.toMillis();
            clerk.now = now;
            unlisted(at, start);
            at.step = 1;
            checkpoint();
        }
        Map<Verdict, Integer> left = new TreeMap<>();
        List<Suspect> unconfirmed = new ArrayList<>();
        for (Suspect suspect : List.copyOf(at.suspects.values())) {
            if (suspect.verdict() == Verdict.UNCONFIRMED) {
                unconfirmed.add(suspect);
                continue;
            }
            SecondLook.Decision decision = secondLook(comparison, suspect);
            if (decision.isLeft()) {
                left.merge(decision.verdict(), 1, Integer::sum);
            }
        }
        if (at.absentees.isEmpty()) {
            at.absentees = unconfirmed.stream().map(this::absentee).toList();
        }
        end(at, run, start);
        return left;
    }

    private void walk(Checkpoint at, Comparison comparison, Resource table, long start)
            throws ApiException, InterruptedException {
        String path = table.table();
        IdHashes seen = at.seen.computeIfAbsent(table, first -> new IdHashes());
        Place place = at.places.getOrDefault(table, Place.START);
        at.before.computeIfAbsent(table, first -> (long) clerk.live(table).size());
        ApiQuery list = ApiQuery.of(path);
        Walk walk = table == Resource.USER
                ? new UserWalk(list, clerk::page, start, SIZES)
                : new AnchoredWalk(list, clerk::page, start, SIZES);
        while (!place.ended()) {
            Step step = walk.next(place, seen);
            if (step.begunAgain()) {
                at.suspects.keySet().removeIf(key -> key.resource() == table);
            }
            for (ObjectNode object : step.fresh()) {
                Candidate candidate = comparison.read(table, object);
                Finding finding = comparison.judge(candidate, stored(table, candidate.id()), this::endOf);
                if (finding.verdict().isSuspect()) {
                    at.suspects.put(
                            new Owner(table, candidate.id()),
                            new Suspect(table, candidate.id(), finding.verdict(), finding.updatedAtMillis()));
                }
            }
            place = step.place();
            at.places.put(table, place);
            checkpoint();
        }
        long ends = reallyEnded.size();
        at.whole.putIfAbsent(
                table,
                new WalkCounts(at.before.get(table), clerk.live(table).size()).isWhole(seen.size(), ends));
    }

    private void unlisted(Checkpoint at, long start) {
        copy.forEach((key, row) -> {
            IdHashes seen = at.seen.get(key.resource());
            if (!row.ended()
                    && Boolean.TRUE.equals(at.whole.get(key.resource()))
                    && row.revision() > 0
                    && row.writtenAt() < start - SecondLook.GRACE.toMillis()
                    && !seen.contains(key.id())) {
                at.suspects.put(key, new Suspect(key.resource(), key.id(), Verdict.UNCONFIRMED, 0));
            }
        });
    }

    private SecondLook.Decision secondLook(Comparison comparison, Suspect suspect)
            throws ApiException, InterruptedException {
        Candidate candidate = null;
        ObjectNode object = again(suspect);
        if (object != null) {
            candidate = comparison.read(suspect.resource(), object);
        }
        StoredRow row = stored(suspect.resource(), suspect.id());
        Finding finding = candidate == null ? null : comparison.judge(candidate, row, this::endOf);
        SecondLook.Decision decision = SecondLook.decide(suspect, finding, row, now);
        if (decision.repairable() && candidate != null && finding != null) {
            Snapshot snapshot = comparison.snapshot(candidate, finding, row).orElseThrow();
            publish(snapshot);
        }
        return decision;
    }

    private @Nullable ObjectNode again(Suspect suspect) throws ApiException, InterruptedException {
        if (suspect.resource() != Resource.ORGANIZATION_MEMBERSHIP) {
            try {
                return (ObjectNode) clerk.object(ApiQuery.of(suspect.resource().table(), suspect.id()));
            } catch (ApiException refused) {
                if (refused.kind() == ApiException.Kind.NOT_FOUND) {
                    return null;
                }
                throw refused;
            }
        }
        ObjectNode known = clerk.find(suspect.id());
        if (known == null) {
            return null;
        }
        return clerk
                .page(ApiQuery.of("organizations", known.path("organization").path("id").stringValue(), "memberships")
                        .with("limit", 500))
                .objects()
                .stream()
                .filter(object -> ApiPage.idOf(object).equals(suspect.id()))
                .findFirst()
                .orElse(null);
    }

    private void publish(Snapshot snapshot) {
        published++;
        inFlight.add(record(snapshot.id(), snapshot.messageId().value(), snapshot.envelope()));
        if (dice.nextInt(4) == 0) {
            // A kill between the record and the checkpoint: it is published again.
            inFlight.add(record(snapshot.id(), snapshot.messageId().value(), snapshot.envelope()));
        }
    }

    private void end(Checkpoint at, RunId run, long start) throws ApiException, InterruptedException {
        Confirmation confirmation = new Confirmation(
                clerk,
                (resource, organization) -> canaries(at, resource, organization),
                "ins_1",
                start,
                SecondLook.GRACE.toMillis(),
                () -> Instant.ofEpochMilli(now));
        while (at.step < 3) {
            at.absentees = confirmation.round(at.absentees);
            at.step++;
            now += Confirmation.APART.toMillis();
            clerk.now = now;
            checkpoint();
        }
        List<Absentee> extras = confirmation.extras(at.absentees);
        EndPlan plan = EndPlan.of(extras, List.of(), new EndPlan.Word(2, true, null));
        for (Absentee extra : plan.ends()) {
            publish(EndSnapshot.of(extra, "ins_1", run));
            checkpoint();
        }
    }

    private List<Canary> canaries(Checkpoint at, Resource resource, @Nullable String organization) {
        List<Canary> canaries = new ArrayList<>();
        copy.forEach((key, row) -> {
            if (key.resource() == resource
                    && !row.ended()
                    && at.seen.get(resource).contains(key.id())) {
                Canary canary = new Canary(key.id(), row.owners());
                if (organization != null && organization.equals(row.owners().idOf(Resource.ORGANIZATION))) {
                    canaries.addFirst(canary);
                } else {
                    canaries.add(canary);
                }
            }
        });
        return canaries.subList(0, Math.min(3, canaries.size()));
    }

    private Absentee absentee(Suspect suspect) {
        CopyRow row = copy.get(new Owner(suspect.resource(), suspect.id()));
        return new Absentee(
                suspect.resource(), suspect.id(), row.owners(), !row.ended(), row.revision(), row.writtenAt(), null, null);
    }

    private @Nullable StoredRow stored(Resource resource, String id) {
        CopyRow row = copy.get(new Owner(resource, id));
        return row == null
                ? null
                : new StoredRow(
                        row.version(),
                        row.revision(),
                        row.row(),
                        row.ended()
                                ? new StoredEnd(row.writtenAt(), row.version().messageId().value())
                                : null);
    }

    private @Nullable StoredEnd endOf(Owner owner) {
        StoredRow row = stored(owner.resource(), owner.id());
        return row == null ? null : row.end();
    }

    /** Clerk is well again. */
    void heal() {
        clerk.instance = "ins_1";
        clerk.unresolvable = false;
        clerk.ignoreFilters = false;
        clerk.ignoreCursors = false;
        clerk.refuseCursors = false;
        clerk.off.clear();
        clerk.broken.clear();
        clerk.behindMillis = 0;
        clerk.givesOnly(Integer.MAX_VALUE);
        now += DAY;
        clerk.now = now;
    }

    /** Ids that ended in the copy and live at Clerk. */
    Set<String> falseEnds() {
        Set<String> ended = new HashSet<>();
        copy.forEach((key, row) -> {
            if (row.ended() && !reallyEnded.contains(key.id())) {
                ended.add(key.id());
            }
        });
        return ended;
    }

    /** Live rows as {@code id=updated_at marker}. */
    Set<String> rows() {
        Set<String> rows = new HashSet<>();
        copy.forEach((key, row) -> {
            if (!row.ended()) {
                Object extra = Table.ofResource(key.resource()).valueOf(row.row(), "extra");
                rows.add(key.id() + "=" + row.version().updatedAtMillis() + " " + extra);
            }
        });
        return rows;
    }

    /** The same of Clerk's objects. */
    Set<String> world() {
        Set<String> rows = new HashSet<>();
        for (Resource table : TABLES) {
            for (ObjectNode object : clerk.live(table)) {
                rows.add(ApiPage.idOf(object) + "=" + object.get("updated_at").longValue() + " {\"marker\":"
                        + object.get("marker") + "}");
            }
        }
        return rows;
    }

    /** Changes content of the copy by hand, under the same version. */
    void edit(int rows) {
        List<Owner> live = copy.entrySet().stream()
                .filter(entry -> !entry.getValue().ended())
                .map(Map.Entry::getKey)
                .toList();
        for (int row = 0; row < rows && !live.isEmpty(); row++) {
            Owner key = live.get(dice.nextInt(live.size()));
            CopyRow before = copy.get(key);
            Table table = Table.ofResource(key.resource());
            @Nullable Object[] values = new @Nullable Object[table.columns().size()];
            for (int column = 0; column < values.length; column++) {
                values[column] = table.columns().get(column).name().equals("extra")
                        ? "{\"marker\":-1}"
                        : before.row().value(column);
            }
            List<List<Row>> children = new ArrayList<>();
            for (int child = 0; child < table.children().size(); child++) {
                children.add(before.row().children(child));
            }
            copy.put(
                    key,
                    new CopyRow(
                            before.version(),
                            before.revision(),
                            before.writtenAt(),
                            before.owners(),
                            new Row(values, children),
                            false));
        }
    }
}
