package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;

/** Who asks for a page. */
public interface Pages {

    ApiPage page(ApiQuery query) throws ApiException, InterruptedException;
}
