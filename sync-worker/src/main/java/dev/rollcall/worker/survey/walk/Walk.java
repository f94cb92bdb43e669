package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiException;

/** One page further through a list. Keeps nothing: the place says where it is. */
public interface Walk {

    /**
     * Reads on.
     *
     * @param place as the last step left it; not an end
     * @param seen ids of this walk, which the step adds to
     * @throws ApiException when the list cannot be read on; the place still holds
     */
    Step next(Place place, IdHashes seen) throws ApiException, InterruptedException;
}
