package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.Pages;
import java.util.List;

/** How many rows a page is asked for: less where Clerk cannot give as many in time, and more again after that. */
final class PageSize {

    private final Pages pages;
    private final List<Integer> sizes;
    private int step;

    PageSize(Pages pages, WalkSizes sizes) {
        this.pages = pages;
        this.sizes = sizes.pages();
    }

    int rows() {
        return sizes.get(step);
    }

    /** @param query without a limit */
    ApiPage page(ApiQuery query) throws ApiException, InterruptedException {
        while (true) {
            try {
                ApiPage page = pages.page(query.with("limit", rows()));
                step = Math.max(0, step - 1);
                return page;
            } catch (ApiException failed) {
                if (failed.kind() != ApiException.Kind.EXHAUSTED || step == sizes.size() - 1) {
                    throw failed;
                }
                step++;
            }
        }
    }
}
