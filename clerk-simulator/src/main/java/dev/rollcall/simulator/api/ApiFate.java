package dev.rollcall.simulator.api;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Whether a request meets a fault of the network or the service before anybody looks at what it asks. */
final class ApiFate {

    static final int OK = 200;
    static final int TOO_MANY = 429;

    private ApiFate() {}

    static Optional<ApiAnswer> of(ApiFaults faults, Random dice) {
        int thrown = dice.nextInt(1000);
        for (ApiFault fault :
                List.of(ApiFault.REFUSED, ApiFault.UNAVAILABLE, ApiFault.EMPTY_BODY, ApiFault.HTML_BODY)) {
            if (thrown < faults.amount(fault)) {
                return Optional.of(
                        switch (fault) {
                            case REFUSED -> ApiErrors.tooManyRequests(faults.retryAfter(dice));
                            case UNAVAILABLE -> ApiErrors.unavailable(dice.nextInt(6));
                            case EMPTY_BODY -> ApiAnswer.ok("");
                            default -> ApiErrors.html(OK);
                        });
            }
            thrown -= Math.max(0, faults.amount(fault));
        }
        return Optional.empty();
    }

    /** Of faults that hit a share of all requests on their own. */
    static boolean hits(ApiFault fault, ApiFaults faults, Random dice) {
        return dice.nextInt(1000) < faults.amount(fault);
    }
}
