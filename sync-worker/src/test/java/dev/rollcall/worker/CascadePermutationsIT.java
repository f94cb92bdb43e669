package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.Model.Fact;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** P3: deletes and cascades in every order, one by one, and with owner and child in the hands of two workers at once. */
class CascadePermutationsIT {

    private static final List<Fact> HISTORY = List.of(
            new Fact.OrganizationState("m1", "org_1", 10, "acme"),
            new Fact.MembershipState("m2", "orgmem_1", "org_1", "user_1", 20, "member"),
            new Fact.MembershipState("m3", "orgmem_1", "org_1", "user_1", 30, "admin"),
            new Fact.Delete("m4", "organization", "org_1", 40),
            new Fact.MembershipState("m5", "orgmem_2", "org_2", "user_1", 50, "member"),
            new Fact.Delete("m6", "user", "user_1", 60));

    /** Owners of objects that no release knows may move: whichever of them ends, the object does. */
    private static final List<Fact> HISTORY_OF_OTHERS = List.of(
            new Fact.OtherState("m1", "psk_1", "", "user_1", 10, "first"),
            new Fact.OtherState("m2", "psk_1", "", "user_2", 20, "second"),
            new Fact.OtherState("m3", "psk_2", "org_1", "user_2", 30, "of both"),
            new Fact.OtherState("m4", "psk_3", "", "user_2", 30, "stays"),
            new Fact.Delete("m5", "user", "user_1", 40),
            new Fact.Delete("m6", "organization", "org_1", 50));

    /** A part says nothing of whose it is: the object whose id it has does. */
    private static final List<Fact> HISTORY_OF_PARTS = List.of(
            new Fact.MembershipState("m1", "orgmem_1", "org_1", "user_1", 10, "admin"),
            new Fact.MembershipPart("m2", "orgmem_1", 20, "part"),
            new Fact.MembershipPart("m3", "orgmem_2", 20, "deleted"),
            new Fact.MembershipPart("m4", "orgmem_3", 30, "stays"),
            new Fact.Delete("m5", "user", "user_1", 40),
            new Fact.MembershipDelete("m6", "orgmem_2", "org_1", "user_2", 50, 50));

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create().keepingItsAdministrator();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void everyOrderOfAHistoryWithTwoOwnersDeletedEndsTheSame() throws SQLException {
        everyOrderEndsTheSame(HISTORY);
    }

    @Test
    void everyOrderOfAHistoryOfObjectsWhoseOwnersMoveEndsTheSame() throws SQLException {
        everyOrderEndsTheSame(HISTORY_OF_OTHERS);
        assertThat(Model.expected(HISTORY_OF_OTHERS)).contains("psk_1|ended", "psk_2|ended", "psk_3|stays");
    }

    @Test
    void everyOrderOfAHistoryOfPartsEndsTheSame() throws SQLException {
        everyOrderEndsTheSame(HISTORY_OF_PARTS);
        assertThat(Model.expected(HISTORY_OF_PARTS))
                .containsExactly("orgmem_1|ended", "orgmem_2|ended", "orgmem_3|stays", "user_1|ended");
    }

    private static void everyOrderEndsTheSame(List<Fact> history) throws SQLException {
        List<List<Fact>> orders = new ArrayList<>();
        permute(new ArrayList<>(history), 0, orders);
        assertThat(orders).hasSize(720);
        for (List<Fact> order : orders) {
            database.clear();
            Applying applying = new Applying(database.pool);
            for (Fact fact : order) {
                applying.apply(List.of(new Placed(Model.event(fact), 0)));
            }
            assertThat(Model.actual(database)).as("%s", order).isEqualTo(Model.expected(history));
            OrderDoesNotMatterIT.assertFeedFoldsToTheTable(applying.feed, database);
        }
    }

    /** What belongs to an owner: the child's type, id and data, and the owner's type and id. */
    private record Child(String type, String id, String owner, String ownerId, String table, String data) {
        static Child of(String type, String id, String owner, String ownerId, String table, String more) {
            return new Child(
                    type,
                    id,
                    owner,
                    ownerId,
                    table,
                    "{\"id\":\"" + id + "\"," + more + ",\"updated_at\":1700000000020}");
        }
    }

    private static final List<Child> CHILDREN = List.of(
            Child.of("session", "sess_1", "user", "user_1", "sessions", "\"user_id\":\"user_1\",\"status\":\"active\""),
            Child.of(
                    "organizationInvitation",
                    "orginv_1",
                    "organization",
                    "org_1",
                    "organization_invitations",
                    "\"organization_id\":\"org_1\",\"email_address\":\"a@x.y\""),
            Child.of(
                    "organizationDomain",
                    "orgdmn_1",
                    "organization",
                    "org_1",
                    "organization_domains",
                    "\"organization_id\":\"org_1\",\"name\":\"x.y\""),
            Child.of(
                    "organizationMembership",
                    "orgmem_1",
                    "organization",
                    "org_1",
                    "organization_memberships",
                    "\"organization\":{\"id\":\"org_1\"},\"public_user_data\":{\"user_id\":\"user_1\"},\"role\":\"r\""),
            Child.of(
                    "organizationMembership",
                    "orgmem_1",
                    "user",
                    "user_1",
                    "organization_memberships",
                    "\"organization\":{\"id\":\"org_1\"},\"public_user_data\":{\"user_id\":\"user_1\"},\"role\":\"r\""));

    static List<Child> children() {
        return CHILDREN;
    }

    /** Each kind of child, in every order, batching and partitioning of its own and its owner's events. */
    @ParameterizedTest
    @MethodSource("children")
    void everyKindOfChildEndsWithItsOwner(Child child) throws SQLException {
        String owner = "{\"id\":\"" + child.ownerId() + "\",\"updated_at\":1700000000010}";
        List<Events.Event> history = List.of(
                Events.event("m1", child.owner() + ".created", 10, child.ownerId(), owner),
                Events.event("m2", child.type() + ".created", 20, child.id(), child.data()),
                Events.deleted("m3", child.owner(), child.ownerId(), 30));
        List<List<Events.Event>> orders = new ArrayList<>();
        permute(new ArrayList<>(history), 0, orders);
        for (List<Events.Event> order : orders) {
            for (int cut : List.of(0, 1, 2, 12)) {
                for (boolean apart : List.of(false, true)) {
                    database.clear();
                    Applying applying = new Applying(database.pool);
                    List<Placed> placed = new ArrayList<>();
                    for (Events.Event event : order) {
                        placed.add(new Placed(event, apart ? event.messageId().charAt(1) - '0' : 0));
                    }
                    for (List<Placed> batch : batches(placed, cut)) {
                        applying.apply(batch);
                    }
                    assertThat(database.rows("select id, deleted_at is not null from clerk." + child.table()))
                            .as("%s, cut %s", order, cut)
                            .containsExactly(child.id() + "|t");
                    assertThat(applying.feed.stream()
                                    .filter(written -> written.key().id().equals(child.id()))
                                    .toList()
                                    .getLast()
                                    .row())
                            .as("the child's last announcement")
                            .isNull();
                }
            }
        }
    }

    /** 0: each alone; 1 or 2: so many, then the rest; 12: all at once. */
    private static List<List<Placed>> batches(List<Placed> placed, int cut) {
        if (cut == 0) {
            return placed.stream().map(List::of).toList();
        }
        return cut >= placed.size()
                ? List.of(placed)
                : List.of(placed.subList(0, cut), placed.subList(cut, placed.size()));
    }

    @Test
    void ownerAndChildHandledByTwoWorkersAtOnceNeverLeaveALiveOrphan() throws Exception {
        ownerAndChildAtOnce(
                60,
                child -> new Fact.MembershipState(
                        "m2_" + child, "orgmem_" + child, "org_1", "user_" + child, 20, "member"),
                "clerk.organization_memberships");
    }

    @Test
    void neitherDoesAnObjectWithoutATable() throws Exception {
        ownerAndChildAtOnce(
                30,
                child -> new Fact.OtherState("m2_" + child, "psk_" + child, "org_1", "", 20, "key"),
                "clerk.other_objects");
    }

    /** Of memberships that end with the organization, or that come after its end: the worker of the part sees neither. */
    @Test
    void neitherDoesAPartOfAnObjectThatEndsMeanwhile() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 30; round++) {
                database.clear();
                Applying applying = new Applying(database.pool);
                List<Placed> memberships = new ArrayList<>();
                List<Placed> parts = new ArrayList<>();
                for (int child = 0; child < 40; child++) {
                    memberships.add(new Placed(
                            Model.event(new Fact.MembershipState(
                                    "m2_" + child, "orgmem_" + child, "org_1", "user_" + child, 20, "member")),
                            0));
                    parts.add(new Placed(
                            Model.event(new Fact.MembershipPart("m3_" + child, "orgmem_" + child, 30, "part")), 1));
                }
                Placed delete = new Placed(Model.event(new Fact.Delete("m1", "organization", "org_1", 40)), 0);
                boolean endsByCascade = round % 2 == 0;
                applying.apply(endsByCascade ? memberships : List.of(delete));
                CyclicBarrier start = new CyclicBarrier(2);
                List<Placed> ending = endsByCascade ? List.of(delete) : memberships;
                Future<?> one = workers.submit(() -> applyTogether(applying, ending, start));
                Future<?> two = workers.submit(() -> applyTogether(applying, parts, start));
                await(one);
                await(two);
                assertThat(database.rows("select id from clerk.other_objects where deleted_at is null"))
                        .as("round %d", round)
                        .isEmpty();
                assertThat(database.count("clerk.other_objects")).isEqualTo(40);
            }
        }
    }

    private static void ownerAndChildAtOnce(int rounds, IntFunction<Fact> childOf, String table) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                database.clear();
                Applying applying = new Applying(database.pool);
                applying.apply(List.of(
                        new Placed(Model.event(new Fact.OrganizationState("m0", "org_1", 1, "acme")), 0),
                        new Placed(Model.event(new Fact.OrganizationState("m0b", "org_2", 1, "other")), 1)));
                List<Placed> deletes = new ArrayList<>();
                List<Placed> children = new ArrayList<>();
                deletes.add(new Placed(Model.event(new Fact.Delete("m1", "organization", "org_1", 40)), 0));
                for (int child = 0; child < 40; child++) {
                    children.add(new Placed(Model.event(childOf.apply(child)), 1));
                }
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> one = workers.submit(() -> applyTogether(applying, deletes, start));
                Future<?> two = workers.submit(() -> applyTogether(applying, children, start));
                await(one);
                await(two);
                assertThat(database.rows("select id from %s where deleted_at is null".formatted(table)))
                        .isEmpty();
                assertThat(database.count(table)).isEqualTo(40);
            }
        }
    }

    private static Void applyTogether(Applying applying, List<Placed> placed, CyclicBarrier start) throws Exception {
        start.await();
        applying.apply(placed);
        return null;
    }

    private static void await(Future<?> future) throws InterruptedException, ExecutionException {
        future.get();
    }

    private static <T> void permute(List<T> facts, int from, List<List<T>> into) {
        if (from == facts.size()) {
            into.add(List.copyOf(facts));
            return;
        }
        for (int index = from; index < facts.size(); index++) {
            Collections.swap(facts, from, index);
            permute(facts, from + 1, into);
            Collections.swap(facts, from, index);
        }
    }
}
