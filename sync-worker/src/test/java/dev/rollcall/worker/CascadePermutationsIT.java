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
        List<List<Fact>> orders = new ArrayList<>();
        permute(new ArrayList<>(HISTORY), 0, orders);
        assertThat(orders).hasSize(720);
        for (List<Fact> order : orders) {
            database.clear();
            Applying applying = new Applying(database.pool);
            for (Fact fact : order) {
                applying.apply(List.of(new Placed(Model.event(fact), 0)));
            }
            assertThat(Model.actual(database)).as("%s", order).isEqualTo(Model.expected(HISTORY));
            OrderDoesNotMatterIT.assertFeedFoldsToTheTable(applying.feed, database);
        }
    }

    @Test
    void ownerAndChildHandledByTwoWorkersAtOnceNeverLeaveALiveOrphan() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 60; round++) {
                database.clear();
                Applying applying = new Applying(database.pool);
                applying.apply(List.of(
                        new Placed(Model.event(new Fact.OrganizationState("m0", "org_1", 1, "acme")), 0),
                        new Placed(Model.event(new Fact.OrganizationState("m0b", "org_2", 1, "other")), 1)));
                List<Placed> deletes = new ArrayList<>();
                List<Placed> children = new ArrayList<>();
                deletes.add(new Placed(Model.event(new Fact.Delete("m1", "organization", "org_1", 40)), 0));
                for (int child = 0; child < 40; child++) {
                    children.add(new Placed(
                            Model.event(new Fact.MembershipState(
                                    "m2_" + child, "orgmem_" + child, "org_1", "user_" + child, 20, "member")),
                            1));
                }
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> one = workers.submit(() -> applyTogether(applying, deletes, start));
                Future<?> two = workers.submit(() -> applyTogether(applying, children, start));
                await(one);
                await(two);
                assertThat(database.rows("select id from clerk.organization_memberships where deleted_at is null"))
                        .isEmpty();
                assertThat(database.count("clerk.organization_memberships")).isEqualTo(40);
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
