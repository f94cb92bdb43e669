package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.Pages;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Through the users, by cursor: a page costs the same at any depth, and neither inserts nor deletes move what follows. The
 * cursor is the last user of an earlier time than the last of the page. One
 * that is refused, as that of a user who was deleted since may be, is replaced by the time of its user and anchored
 * offsets among those of one time.
 */
public final class UserWalk implements Walk {

    private final ApiQuery list;
    private final Pages unsized;
    private final PageSize pages;
    private final long startMillis;
    private final WalkSizes sizes;

    /**
     * Makes a walk.
     *
     * @param list without order, limit and cursor
     * @param startMillis when it began, for the first time: users who are younger need not all be met
     */
    public UserWalk(ApiQuery list, Pages pages, long startMillis) {
        this(list, pages, startMillis, WalkSizes.USUAL);
    }

    /** The same with pages of other sizes. */
    public UserWalk(ApiQuery list, Pages pages, long startMillis, WalkSizes sizes) {
        this.list = list;
        this.unsized = pages;
        this.pages = new PageSize(pages, sizes);
        this.startMillis = startMillis;
        this.sizes = sizes;
    }

    @Override
    public Step next(Place place, IdHashes seen) throws ApiException, InterruptedException {
        String cursor = place.cursor();
        ApiQuery ordered = list.with("order_by", "created_at");
        if (cursor == null) {
            return step(place, pages.page(ordered), seen);
        }
        try {
            ApiPage page = pages.page(ordered.with("starting_after", cursor));
            Step step = step(place, page, seen);
            if (!step.fresh().isEmpty() || page.objects().isEmpty()) {
                return step;
            }
            // Only those of the last time again: nothing follows, or the cursor was passed over.
            ApiPage beyond = pages.page(
                    ordered.with("starting_after", ApiPage.idOf(page.objects().getLast())));
            step = step(place, beyond, seen);
            if (!step.fresh().isEmpty() || beyond.objects().isEmpty()) {
                return step;
            }
        } catch (ApiException refused) {
            if (refused.kind() != ApiException.Kind.MALFORMED && refused.kind() != ApiException.Kind.NOT_FOUND) {
                throw refused;
            }
        }
        return byTime(place, seen);
    }

    /** The filter is strict, so one millisecond before; those of one time may fill more than a page. */
    private Step byTime(Place place, IdHashes seen) throws ApiException, InterruptedException {
        long after = place.cursorMillis() - 1;
        AnchoredWalk since = new AnchoredWalk(
                after <= 0 ? list : list.with("created_at_after", after),
                query -> since(query, after),
                startMillis,
                sizes);
        for (Place within = Place.START; ; ) {
            Step step = since.next(within, seen);
            if (step.begunAgain()) {
                throw new ApiException(
                        ApiException.Kind.EXHAUSTED, "users: a group of one time changed faster than it could be read");
            }
            if (!step.fresh().isEmpty()) {
                return new Step(step.fresh(), behind(place, step.fresh(), step.fresh()), false, step.total());
            }
            if (step.place().ended()) {
                return new Step(List.of(), place.atEnd(), false, step.total());
            }
            within = step.place();
        }
    }

    private ApiPage since(ApiQuery query, long after) throws ApiException, InterruptedException {
        ApiPage page = unsized.page(query);
        if (page.objects().stream().anyMatch(user -> millisOf(user) < after)) {
            throw new ApiException(ApiException.Kind.MALFORMED, "users: the list passes over cursor and time alike");
        }
        return page;
    }

    private Step step(Place place, ApiPage page, IdHashes seen) {
        if (page.objects().isEmpty()) {
            return new Step(List.of(), place.atEnd(), false, page.total());
        }
        List<ObjectNode> fresh = seen.fresh(page.objects());
        return new Step(fresh, behind(place, fresh, page.objects()), false, page.total());
    }

    /** Nobody says how users of one time are ordered, so the next page begins with all of the last time. */
    private Place behind(Place place, List<ObjectNode> fresh, List<ObjectNode> page) {
        ObjectNode last = page.getLast();
        ObjectNode before = last;
        for (ObjectNode user : page) {
            before = millisOf(user) < millisOf(last) ? user : before;
        }
        return place.behind(ApiPage.idOf(before), millisOf(before), fresh.size(), Newcomers.among(fresh, startMillis));
    }

    private static long millisOf(ObjectNode user) {
        return user.path("created_at").asLong(0);
    }
}
