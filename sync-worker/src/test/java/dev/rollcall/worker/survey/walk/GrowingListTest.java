package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** No walk goes on for ever: where rows are made as fast as they are read, it ends among those that are newer than it. */
class GrowingListTest {

    private static final int ROWS = 230;
    private static final int PAGE = 20;
    private static final WalkSizes SIZES = new WalkSizes(4, List.of(PAGE, 10));
    private static final long START = 1_000_000;

    /** A page repeats four rows, or those of one time. */
    private static final long MOST_REQUESTS = 2 * (ROWS + Newcomers.MOST) / (PAGE - 4);

    private final FakeClerk clerk = new FakeClerk();
    private int ids;

    private void put(Resource resource, long createdAt) {
        String id = (resource == Resource.USER ? "user_" : "org_") + ids++;
        clerk.put(resource, JsonMapper.shared().createObjectNode().put("id", id).put("created_at", createdAt));
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

    @ParameterizedTest
    @EnumSource(names = {"USER", "ORGANIZATION"})
    void endsThoughTheListGrowsFasterThanItIsRead(Resource resource) throws Exception {
        clerk.now = START;
        for (int row = 0; row < ROWS; row++) {
            put(resource, row / 7);
        }
        clerk.between(() -> {
            for (int row = 0; row < PAGE; row++) {
                put(resource, START + ids);
            }
        });
        Walk walk = walk(resource);
        IdHashes seen = new IdHashes();
        Place place = Place.START;
        while (!place.ended()) {
            place = walk.next(place, seen).place();
        }
        assertThat(seen.size()).isBetween(ROWS, (int) (ROWS + Newcomers.MOST + PAGE));
    }
}
