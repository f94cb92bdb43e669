package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A walk that is killed goes on from its place as if nothing had happened. */
class ResumedWalkTest {

    private static final int ROWS = 230;
    private static final WalkSizes SIZES = new WalkSizes(4, List.of(20, 10));
    private static final long START = 1_000_000;

    /** Far more than any walk here needs: one that would go on for ever fails. */
    private static final long MOST_REQUESTS = 300;

    private final FakeClerk clerk = new FakeClerk();
    private int ids;

    @BeforeEach
    void fill() {
        clerk.now = START;
        for (int row = 0; row < ROWS; row++) {
            put(Resource.USER, "user_", row / 7);
            put(Resource.ORGANIZATION, "org_", row / 7);
        }
    }

    private void put(Resource resource, String prefix, long createdAt) {
        clerk.put(
                resource,
                JsonMapper.shared().createObjectNode().put("id", prefix + ids++).put("created_at", createdAt));
    }

    private ApiPage page(ApiQuery query) throws ApiException {
        assertThat(clerk.requests).as("requests").isLessThan(MOST_REQUESTS);
        return clerk.page(query);
    }

    private Walk walk(Resource resource) {
        return resource == Resource.USER
                ? new UserWalk(ApiQuery.of("users"), this::page, START, SIZES)
                : new AnchoredWalk(ApiQuery.of("organizations"), this::page, START, SIZES);
    }

    /** @param killedAfter a page after which nothing but its checkpoint is left */
    private List<String> met(Resource resource, int killedAfter) throws Exception {
        List<String> met = new ArrayList<>();
        List<byte[]> pages = new ArrayList<>();
        Walk walk = walk(resource);
        IdHashes seen = new IdHashes();
        Place place = Place.START;
        while (!place.ended()) {
            Step step = walk.next(place, seen);
            assertThat(step.begunAgain()).isFalse();
            step.fresh().forEach(row -> met.add(ApiPage.idOf(row)));
            pages.add(IdHashes.pack(step.fresh()));
            place = step.place();
            if (pages.size() == killedAfter) {
                walk.next(place, seen);
                walk = walk(resource);
                place = JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(place), Place.class);
                seen = new IdHashes();
                pages.forEach(seen::addPacked);
            }
        }
        return met;
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void killedAfterAnyPageItMeetsTheSame(Resource resource) throws Exception {
        List<String> undisturbed = met(resource, -1);
        assertThat(undisturbed).hasSize(ROWS).doesNotHaveDuplicates();
        for (int page = 1; page <= ROWS / 20; page++) {
            assertThat(met(resource, page)).as("killed after page %d", page).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void asksForLittleMoreThanItsPages(Resource resource) throws Exception {
        clerk.requests = 0;
        met(resource, -1);
        // Each page repeats four rows of the one before; three more say that it is the end.
        assertThat(clerk.requests).isLessThanOrEqualTo(ROWS / 13 + 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void givesUpOnAListThatIgnoresWhereItIsAskedToBegin(Resource resource) {
        clerk.ignoreOffsets = true;
        clerk.ignoreCursors = true;
        clerk.ignoreFilters = true;
        assertThatThrownBy(() -> met(resource, -1))
                .isInstanceOfSatisfying(
                        ApiException.class, failed -> assertThat(failed.kind()).isEqualTo(ApiException.Kind.MALFORMED));
        assertThat(clerk.requests).isLessThan(200);
    }
}
