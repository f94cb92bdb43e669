package dev.rollcall.simulator.api;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How the API misbehaves.
 *
 * @param seed decides which requests are hit
 * @param off features that this instance does not have
 * @param retryAfter what a 429 says; '' for no header, {@link #ANY_RETRY_AFTER} for another one each time
 * @param amounts of each fault; what is not named is 0
 */
public record ApiFaults(long seed, Set<Feature> off, String retryAfter, Map<ApiFault, Integer> amounts) {

    /** None. */
    public static final ApiFaults NONE = new ApiFaults(0, Set.of(), "1", Map.of());

    /** Every form that is known: whole seconds, none, nothing, words, a date, an hour. */
    public static final String ANY_RETRY_AFTER = "any";

    private static final List<String> RETRY_AFTERS =
            List.of("1", "0", "", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "3600");

    public ApiFaults {
        off = Set.copyOf(off);
        amounts = Map.copyOf(amounts);
    }

    /** A network and a service on a bad day. */
    public static ApiFaults stormy(long seed) {
        return NONE.seeded(seed)
                .with(ApiFault.UNAVAILABLE, 30)
                .with(ApiFault.RESET, 10)
                .with(ApiFault.REFUSED, 30)
                .with(ApiFault.SHORT_PAGE, 50)
                .with(ApiFault.SHUFFLED_TIES, 1)
                .withRetryAfter("0");
    }

    public ApiFaults seeded(long chosen) {
        return new ApiFaults(chosen, off, retryAfter, amounts);
    }

    public ApiFaults with(ApiFault fault, int amount) {
        Map<ApiFault, Integer> more = new EnumMap<>(ApiFault.class);
        more.putAll(amounts);
        more.put(fault, amount);
        return new ApiFaults(seed, off, retryAfter, more);
    }

    public ApiFaults withRetryAfter(String chosen) {
        return new ApiFaults(seed, off, chosen, amounts);
    }

    public ApiFaults withOff(Feature... features) {
        return new ApiFaults(seed, Set.of(features), retryAfter, amounts);
    }

    public ApiFaults ignoringFilters() {
        return with(ApiFault.IGNORED_FILTERS, 1);
    }

    public ApiFaults ignoringCursors() {
        return with(ApiFault.IGNORED_CURSOR, 1);
    }

    public ApiFaults ofAnUnresolvableKey() {
        return with(ApiFault.UNRESOLVABLE_KEY, 1);
    }

    int amount(ApiFault fault) {
        return amounts.getOrDefault(fault, 0);
    }

    boolean has(ApiFault fault) {
        return amount(fault) > 0;
    }

    /** What this 429 says. */
    String retryAfter(Random dice) {
        return retryAfter.equals(ANY_RETRY_AFTER) ? RETRY_AFTERS.get(dice.nextInt(RETRY_AFTERS.size())) : retryAfter;
    }
}
