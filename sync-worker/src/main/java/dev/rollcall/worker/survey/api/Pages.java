package dev.rollcall.worker.survey.api;

/** Who is asked for the pages of lists. */
public interface Pages {

    /** A list's page. */
    ApiPage page(ApiQuery query) throws ApiException, InterruptedException;
}
