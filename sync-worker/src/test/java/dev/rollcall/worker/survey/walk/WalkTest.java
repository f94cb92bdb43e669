package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.simulator.api.ApiFaults;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.ApiUrl;
import dev.rollcall.worker.survey.api.ClerkApi;
import dev.rollcall.worker.survey.api.RequestBudget;
import dev.rollcall.worker.survey.api.SecretKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every row that lives throughout is met, whatever comes and goes between the pages. */
class WalkTest {

    private static final String KEY = "sk_test_walkingwalking";
    private static final int ROWS = 3_000;
    private static final int MOST_CHANGES = 30;
    private static final long START = 500_000;

    private final ClerkObjects objects = new ClerkObjects();
    private final LocalClerk clerk =
            LocalClerk.start(new LocalClerk.Settings(0, "ins_1", Set.of(KEY), Integer.MAX_VALUE), objects);
    private final SecretKey key = SecretKey.of(KEY);
    private final ClerkApi api = new ClerkApi(
            ApiUrl.of(clerk.url().toString(), key), key, RequestBudget.unlimited(), new SimpleMeterRegistry());
    private int next;

    @AfterEach
    void stop() {
        clerk.close();
    }

    private void put(String resource, long createdAt) {
        put(resource, createdAt, "");
    }

    private void put(String resource, long createdAt, String name) {
        String id = (resource.equals("user") ? "user_" : "org_") + next++;
        objects.put(
                resource,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", id)
                        .put("name", name)
                        .put("created_at", createdAt)
                        .put("updated_at", createdAt),
                Owners.NONE);
    }

    private void fill(String resource) {
        for (int row = 0; row < ROWS; row++) {
            put(resource, 1_000 + row / 4);
        }
    }

    /** @return ids in the order in which the walk met them */
    private static Set<String> walk(Walk walk) throws ApiException, InterruptedException {
        IdHashes seen = new IdHashes();
        Set<String> met = new HashSet<>();
        Place place = Place.START;
        while (!place.ended()) {
            Step step = walk.next(place, seen);
            if (step.begunAgain()) {
                met.clear();
            }
            step.fresh().forEach(row -> met.add(ApiPage.idOf(row)));
            place = step.place();
        }
        return met;
    }

    private Set<String> living(String resource) {
        return new HashSet<>(objects.live(resource).stream().map(ApiPage::idOf).toList());
    }

    private void changeBetweenPages(String resource, int inserts, int deletes, long seed) {
        Random dice = new Random(seed);
        AtomicInteger requests = new AtomicInteger();
        clerk.beforeEach(request -> {
            if (requests.incrementAndGet() > MOST_CHANGES) {
                return;
            }
            List<String> alive =
                    objects.live(resource).stream().map(ApiPage::idOf).toList();
            IntStream.range(0, deletes).forEach(one -> objects.end(alive.get(dice.nextInt(alive.size()))));
            IntStream.range(0, inserts).forEach(one -> put(resource, 1_000_000 + next));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void meetsEveryRowThatLivesThroughout(int seed) throws Exception {
        for (String resource : List.of("user", "organization")) {
            fill(resource);
            Set<String> before = living(resource);
            changeBetweenPages(resource, seed % 3, 1 + seed * 3, seed);
            ApiQuery list = ApiQuery.of(resource.equals("user") ? "users" : "organizations");
            Set<String> met = walk(
                    resource.equals("user")
                            ? new UserWalk(list, api::page, START)
                            : new AnchoredWalk(list, api::page, START));
            before.retainAll(living(resource));
            assertThat(met).as("%s, seed %d", resource, seed).containsAll(before);
        }
    }

    @Test
    void comesThroughABadDay() throws Exception {
        fill("organization");
        fill("user");
        clerk.misbehave(ApiFaults.stormy(5));
        assertThat(walk(new AnchoredWalk(ApiQuery.of("organizations"), api::page, START)))
                .isEqualTo(living("organization"));
        assertThat(walk(new UserWalk(ApiQuery.of("users"), api::page, START))).isEqualTo(living("user"));
    }

    /** 500 of these are 20 MB: more than is held at once. */
    @Test
    void asksForFewerRowsWhereTheyAreLarge() throws Exception {
        for (int row = 0; row < 600; row++) {
            put("organization", 1_000 + row, "x".repeat(40_000));
        }
        assertThat(walk(new AnchoredWalk(ApiQuery.of("organizations"), api::page, START)))
                .isEqualTo(living("organization"));
    }

    @Test
    void goesOnByTimeWhereACursorIsRefusedOrPassedOver() throws Exception {
        fill("user");
        clerk.beforeEach(request -> {
            String cursor =
                    request.query().getOrDefault("starting_after", List.of("")).getFirst();
            if (!cursor.isEmpty()) {
                objects.end(cursor);
            }
        });
        Set<String> met = walk(new UserWalk(ApiQuery.of("users"), api::page, START));
        assertThat(met).hasSize(ROWS);
        clerk.beforeEach(request -> {});
        clerk.misbehave(ApiFaults.NONE.ignoringCursors());
        assertThat(walk(new UserWalk(ApiQuery.of("users"), api::page, START))).isEqualTo(living("user"));
    }

    @Test
    void noticesAListThatPassesOverWhatIsAsked() {
        fill("organization");
        Walk walk = new AnchoredWalk(
                ApiQuery.of("organizations"),
                query -> api.page(ApiQuery.of("organizations").with("order_by", "created_at")),
                START);
        assertThatThrownBy(() -> walk(walk)).isInstanceOf(ApiException.class).hasMessageContaining("ten rows");
    }
}
