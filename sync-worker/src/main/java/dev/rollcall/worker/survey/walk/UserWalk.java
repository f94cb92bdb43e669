package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Through the users, by cursor: a page costs the same at any depth, and neither inserts nor deletes move what follows. A
 * cursor that is refused, as that of a user who was deleted since may be, is replaced by the time of its user and an offset
 * among those of one time.
 */
public final class UserWalk implements Walk {

    private final ApiQuery list;
    private final PageSize pages;

    /** @param list without order, limit and cursor */
    public UserWalk(ApiQuery list, Pages pages) {
        this.list = list.with("order_by", "created_at");
        this.pages = new PageSize(pages);
    }

    @Override
    public Step next(Place place, IdHashes seen) throws ApiException, InterruptedException {
        String cursor = place.cursor();
        if (cursor == null) {
            return step(place, pages.page(list), seen);
        }
        try {
            ApiPage page = pages.page(list.with("starting_after", cursor));
            if (page.objects().isEmpty()) {
                return new Step(List.of(), place.atEnd(), false, page.total());
            }
            Step step = step(place, page, seen);
            if (!step.fresh().isEmpty()) {
                return step;
            }
            // The cursor was passed over.
        } catch (ApiException refused) {
            if (refused.kind() != ApiException.Kind.MALFORMED && refused.kind() != ApiException.Kind.NOT_FOUND) {
                throw refused;
            }
        }
        return byTime(place, seen);
    }

    /** The filter is strict, so one millisecond before; ties may fill more than a page. */
    private Step byTime(Place place, IdHashes seen) throws ApiException, InterruptedException {
        ApiQuery since = list.with("created_at_after", place.cursorMillis() - 1);
        for (long offset = 0; ; ) {
            ApiPage page = pages.page(offset == 0 ? since : since.with("offset", offset));
            if (page.objects().isEmpty()) {
                return new Step(List.of(), place.atEnd(), false, page.total());
            }
            Step step = step(place, page, seen);
            if (!step.fresh().isEmpty()) {
                return step;
            }
            if (millisOf(page.objects().getLast()) < place.cursorMillis() - 1) {
                throw new ApiException(ApiException.Kind.MALFORMED, "users: the list passes over cursor and time alike");
            }
            offset += page.objects().size();
        }
    }

    private static Step step(Place place, ApiPage page, IdHashes seen) {
        List<ObjectNode> fresh = new ArrayList<>();
        for (ObjectNode user : page.objects()) {
            if (seen.add(IdHashes.of(ApiPage.idOf(user)))) {
                fresh.add(user);
            }
        }
        if (page.objects().isEmpty()) {
            return new Step(List.of(), place.atEnd(), false, page.total());
        }
        ObjectNode last = page.objects().getLast();
        return new Step(
                fresh,
                new Place(
                        place.offset() + fresh.size(),
                        List.of(),
                        ApiPage.idOf(last),
                        millisOf(last),
                        place.restarts(),
                        false),
                false,
                page.total());
    }

    private static long millisOf(ObjectNode user) {
        return user.path("created_at").asLong(0);
    }
}
