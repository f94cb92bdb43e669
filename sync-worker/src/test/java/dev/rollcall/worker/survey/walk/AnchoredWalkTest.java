package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiException.Kind;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.Asked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Walks of both kinds through lists of which rows come and go between the pages, and what they ask for. */
class AnchoredWalkTest {

    private static final WalkSizes SIZES = new WalkSizes(4, List.of(20, 10, 5));
    private static final long START = 1_000_000;

    /** Far more than any test here needs: a walk that would go on for ever fails. */
    private static final int MOST_REQUESTS = 1_000;

    private final FakeClerk clerk = new FakeClerk();
    private final List<Asked> asked = new ArrayList<>();
    private int ids;

    private static String prefix(Resource resource) {
        return resource == Resource.USER ? "user_" : "org_";
    }

    private String put(Resource resource, long createdAt) {
        String id = prefix(resource) + ids++;
        clerk.put(resource, JsonMapper.shared().createObjectNode().put("id", id).put("created_at", createdAt));
        return id;
    }

    private void fill(Resource resource, int rows) {
        clerk.now = START;
        for (int row = 0; row < rows; row++) {
            put(resource, 1_000 + row);
        }
    }

    private ApiPage page(ApiQuery query) throws ApiException {
        asked.add(Asked.of(query));
        assertThat(asked.size()).as("requests").isLessThan(MOST_REQUESTS);
        return clerk.page(query);
    }

    private Walk walk(Resource resource) {
        return resource == Resource.USER
                ? new UserWalk(ApiQuery.of("users"), this::page, START, SIZES)
                : new AnchoredWalk(ApiQuery.of("organizations"), this::page, START, SIZES);
    }

    private Set<String> living(Resource resource) {
        return new HashSet<>(clerk.live(resource).stream().map(ApiPage::idOf).toList());
    }

    private static Set<String> met(Walk walk) throws Exception {
        Set<String> met = new HashSet<>();
        IdHashes seen = new IdHashes();
        Place place = Place.START;
        while (!place.ended()) {
            Step step = walk.next(place, seen);
            if (step.begunAgain()) {
                met.clear();
            }
            for (ObjectNode row : step.fresh()) {
                assertThat(met.add(ApiPage.idOf(row))).as("each once").isTrue();
            }
            place = step.place();
        }
        return met;
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void meetsEveryRowThatLivesThroughout(Resource resource) throws Exception {
        for (int seed = 1; seed <= 8; seed++) {
            for (String left : living(resource)) {
                clerk.end(left);
            }
            clerk.between(() -> {});
            fill(resource, 300);
            Random dice = new Random(seed);
            Set<String> before = living(resource);
            int deletes = seed;
            int[] changes = {0};
            clerk.between(() -> {
                if (changes[0]++ < 15) {
                    List<String> alive = List.copyOf(living(resource));
                    for (int one = 0; one < deletes; one++) {
                        clerk.end(alive.get(dice.nextInt(alive.size())));
                    }
                    put(resource, START + changes[0]);
                }
            });
            Set<String> met = met(walk(resource));
            before.retainAll(living(resource));
            assertThat(met).as("seed %d", seed).containsAll(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void anEmptyListIsAtItsEndAtOnceAndSaysItsLength(Resource resource) throws Exception {
        Step step = walk(resource).next(Place.START, new IdHashes());
        assertThat(step.place().ended()).isTrue();
        assertThat(step.fresh()).isEmpty();
        assertThat(step.total()).isEqualTo(OptionalLong.of(0));
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void everyPageIsAskedForInTheOrderInWhichRowsWereMade(Resource resource) throws Exception {
        fill(resource, 90);
        assertThat(met(walk(resource))).hasSize(90);
        assertThat(asked).allSatisfy(query -> {
            assertThat(query.all("order_by")).containsExactly("created_at");
            assertThat(query.all("limit")).containsExactly("20");
        });
    }

    @Test
    void eachPageRepeatsTheLastRowsOfTheOneBefore() throws Exception {
        fill(Resource.ORGANIZATION, 50);
        met(walk(Resource.ORGANIZATION));
        assertThat(asked.stream().map(query -> query.number("offset", 0)))
                .as("and the end is looked at twice")
                .containsExactly(0L, 16L, 32L, 46L, 50L, 46L);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void asksForFewerRowsWhereClerkCannotGiveAsManyAndForMoreAgainAfterThat(Resource resource) throws Exception {
        fill(resource, 100);
        List<Long> limits = new ArrayList<>();
        int[] requests = {0};
        Walk walk = resource == Resource.USER
                ? new UserWalk(ApiQuery.of("users"), query -> slowly(query, limits, requests), START, SIZES)
                : new AnchoredWalk(
                        ApiQuery.of("organizations"), query -> slowly(query, limits, requests), START, SIZES);
        assertThat(met(walk)).isEqualTo(living(resource));
        assertThat(limits).startsWith(20L, 10L, 5L, 10L, 20L);
    }

    /** The first two requests for too much fail. */
    private ApiPage slowly(ApiQuery query, List<Long> limits, int[] requests) throws ApiException {
        limits.add(Asked.of(query).number("limit", 0));
        if (requests[0]++ < 2) {
            throw new ApiException(Kind.EXHAUSTED, "too much");
        }
        return page(query);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class)
    void whatIsNoAnswerIsNeverTheEnd(Kind kind) {
        for (Resource resource : List.of(Resource.USER, Resource.ORGANIZATION)) {
            int[] requests = {0};
            ApiException refusal = new ApiException(kind, "no");
            Walk walk = resource == Resource.USER
                    ? new UserWalk(ApiQuery.of("users"), query -> refused(requests, refusal), START, SIZES)
                    : new AnchoredWalk(ApiQuery.of("organizations"), query -> refused(requests, refusal), START, SIZES);
            assertThatThrownBy(() -> walk.next(Place.START, new IdHashes())).isSameAs(refusal);
            assertThat(requests[0]).isEqualTo(kind == Kind.EXHAUSTED ? 3 : 1);
        }
    }

    private static ApiPage refused(int[] requests, ApiException refusal) throws ApiException {
        requests[0]++;
        throw refusal;
    }

    /** Every row that was passed is gone, again and again. */
    @Test
    void aListThatLosesItsPlaceThreeTimesIsGivenUp() {
        fill(Resource.ORGANIZATION, 60);
        clerk.between(() -> {
            for (String id : living(Resource.ORGANIZATION)) {
                clerk.end(id);
            }
            clerk.now++;
            for (int row = 0; row < 60; row++) {
                put(Resource.ORGANIZATION, 1_000 + row);
            }
        });
        int[] again = {0};
        Walk walk = walk(Resource.ORGANIZATION);
        assertThatThrownBy(() -> {
                    IdHashes seen = new IdHashes();
                    for (Place place = Place.START; ; ) {
                        Step step = walk.next(place, seen);
                        again[0] += step.begunAgain() ? 1 : 0;
                        if (step.begunAgain()) {
                            assertThat(seen.size()).isZero();
                            assertThat(step.place().offset()).isZero();
                        }
                        place = step.place();
                    }
                })
                .isInstanceOfSatisfying(
                        ApiException.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.EXHAUSTED));
        assertThat(again[0]).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 7})
    void tenRowsWhateverIsAskedForAreNoticedAndShortPagesAreNot(int rows) throws Exception {
        fill(Resource.ORGANIZATION, 100);
        clerk.givesOnly(rows);
        clerk.ignoreOffsets = rows == 10;
        if (rows == 10) {
            assertThatThrownBy(() -> met(walk(Resource.ORGANIZATION)))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("ten rows");
        } else {
            assertThat(met(walk(Resource.ORGANIZATION))).isEqualTo(living(Resource.ORGANIZATION));
        }
    }

    @Test
    void usersOfOneTimeThatFillMoreThanAPageAreMet() throws Exception {
        clerk.now = START;
        for (int row = 0; row < 90; row++) {
            put(Resource.USER, 5_000);
        }
        assertThat(met(walk(Resource.USER))).isEqualTo(living(Resource.USER));
    }

    @Test
    void whereACursorIsRefusedItGoesOnByTime() throws Exception {
        fill(Resource.USER, 90);
        clerk.refuseCursors = true;
        assertThat(met(walk(Resource.USER))).isEqualTo(living(Resource.USER));
        assertThat(asked)
                .anySatisfy(query -> assertThat(query.all("created_at_after"))
                        .as("strictly after, so a millisecond before the last user's")
                        .containsExactly("1017"));
    }

    @Test
    void aCursorThatIsPassedOverIsNoticedOnceNothingNewComes() throws Exception {
        fill(Resource.USER, 90);
        clerk.ignoreCursors = true;
        assertThat(met(walk(Resource.USER))).isEqualTo(living(Resource.USER));
    }

    @Test
    void whereNoFilterWorksEitherUsersAreNotReadForEver() {
        fill(Resource.USER, 90);
        clerk.refuseCursors = true;
        clerk.ignoreFilters = true;
        assertThatThrownBy(() -> met(walk(Resource.USER)))
                .isInstanceOfSatisfying(
                        ApiException.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.MALFORMED));
    }

    /** Before a request of this number, counted from 0, something happens, and its page may end early. */
    private Walk disturbed(int request, Runnable change, int shortRequest, int rows) {
        return new AnchoredWalk(
                ApiQuery.of("organizations"),
                query -> {
                    if (asked.size() == request) {
                        change.run();
                    }
                    boolean ended = asked.size() == shortRequest;
                    ApiPage page = page(query);
                    return ended ? new ApiPage(page.objects().subList(0, rows), page.total()) : page;
                },
                START,
                SIZES);
    }

    private List<Long> offsets() {
        return asked.stream().map(query -> query.number("offset", 0)).toList();
    }

    @Test
    void aPageThatEndsTooEarlyIsReadAgain() throws Exception {
        fill(Resource.ORGANIZATION, 50);
        assertThat(met(disturbed(-1, () -> {}, 2, 4))).isEqualTo(living(Resource.ORGANIZATION));
        assertThat(offsets()).startsWith(0L, 16L, 32L, 36L, 32L);
    }

    @Test
    void aRowThatADeleteMovesOutOfTheLastPageIsMet() throws Exception {
        fill(Resource.ORGANIZATION, 37);
        Set<String> met = met(disturbed(3, () -> clerk.end("org_0"), 2, 4));
        assertThat(met).hasSize(37).contains("org_36");
        assertThat(offsets()).containsExactly(0L, 16L, 32L, 36L, 32L, 32L, 36L, 32L);
    }

    @Test
    void whereTheEndIsNotToBeSeenAgainItIsLookedForBefore() throws Exception {
        fill(Resource.ORGANIZATION, 36);
        Walk walk = disturbed(
                4,
                () -> {
                    for (int row = 0; row < 10; row++) {
                        clerk.end("org_" + row);
                    }
                },
                -1,
                0);
        assertThat(met(walk)).hasSize(36);
        assertThat(offsets()).containsExactly(0L, 16L, 32L, 36L, 32L, 32L, 28L, 20L, 26L, 20L);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyACursorThatIsRefusedIsReplacedByItsTime(Kind kind) throws Exception {
        fill(Resource.USER, 90);
        Walk walk = new UserWalk(
                ApiQuery.of("users"),
                query -> {
                    if (!Asked.of(query).all("starting_after").isEmpty()) {
                        throw new ApiException(kind, "no");
                    }
                    return page(query);
                },
                START,
                SIZES);
        if (kind == Kind.MALFORMED || kind == Kind.NOT_FOUND) {
            assertThat(met(walk)).isEqualTo(living(Resource.USER));
        } else {
            assertThatThrownBy(() -> met(walk))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            failed -> assertThat(failed.kind()).isEqualTo(kind));
        }
    }

    @Test
    void beforeTheFirstMillisecondNoTimeIsAskedFor() throws Exception {
        clerk.now = START;
        for (int row = 0; row < 50; row++) {
            put(Resource.USER, 1);
        }
        clerk.refuseCursors = true;
        assertThat(met(walk(Resource.USER))).isEqualTo(living(Resource.USER));
        assertThat(asked)
                .allSatisfy(query -> assertThat(query.all("created_at_after")).isEmpty());
    }

    @Test
    void ofRowsThatAreNewerThanTheWalkTenThousandAreWalked() {
        List<ObjectNode> fresh = new ArrayList<>();
        for (long createdAt : new long[] {START - 1, START, START + 1, START + 2}) {
            fresh.add(JsonMapper.shared().createObjectNode().put("created_at", createdAt));
        }
        Newcomers newcomers = Newcomers.among(fresh, START);
        assertThat(newcomers.count()).isEqualTo(2);
        assertThat(newcomers.areTooMany(Newcomers.MOST - 2)).isFalse();
        assertThat(newcomers.areTooMany(Newcomers.MOST - 1)).isTrue();
        assertThat(Newcomers.among(fresh.subList(0, 2), START).areTooMany(2 * Newcomers.MOST))
                .as("a page without any goes on")
                .isFalse();
    }
}
