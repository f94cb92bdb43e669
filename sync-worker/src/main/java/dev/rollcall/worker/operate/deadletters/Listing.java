package dev.rollcall.worker.operate.deadletters;

import java.time.Instant;
import java.util.List;

/**
 * Dead letters by code and hour, oldest first.
 *
 * @param count of all that match
 */
public record Listing(long count, List<Group> groups) {

    public Listing {
        groups = List.copyOf(groups);
    }

    /**
     * Those of one code that failed within one hour (UTC).
     *
     * @param count of all in the group
     * @param letters the oldest of them
     */
    public record Group(String code, Instant hour, long count, List<DeadLetter> letters) {

        public Group {
            letters = List.copyOf(letters);
        }
    }
}
