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

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
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

    private static void permute(List<Fact> facts, int from, List<List<Fact>> into) {
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
