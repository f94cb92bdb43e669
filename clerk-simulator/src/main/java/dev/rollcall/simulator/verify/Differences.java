package dev.rollcall.simulator.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Lists the first differences of one kind and counts them all. */
final class Differences implements Consumer<Difference> {

    private final List<Difference> listed = new ArrayList<>();
    private long count;

    @Override
    public void accept(Difference difference) {
        count++;
        if (listed.size() < VerificationReport.MOST_LISTED) {
            listed.add(difference);
        }
    }

    List<Difference> listed() {
        return Collections.unmodifiableList(listed);
    }

    long count() {
        return count;
    }
}
