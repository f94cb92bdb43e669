package dev.rollcall.simulator.api;

import java.util.Optional;
import java.util.Random;

/** Whether a request meets a fault of the network or the service before anybody looks at what it asks. */
final class ApiFate {

    static final int OK = 200;
    static final int TOO_MANY = 429;

    private ApiFate() {}

    static Optional<ApiAnswer> of(ApiFaults faults, Random dice) {
        int thrown = dice.nextInt(1000);
        if (thrown < faults.refused()) {
            return Optional.of(ApiErrors.tooManyRequests(faults.retryAfter()));
        }
        thrown -= faults.refused();
        if (thrown < faults.unavailable()) {
            return Optional.of(ApiErrors.unavailable());
        }
        thrown -= faults.unavailable();
        return thrown < faults.emptyBody() ? Optional.of(ApiAnswer.ok("")) : Optional.empty();
    }
}
