package dev.rollcall.benchmark.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * One event of a round, for the worker and the loops alike.
 *
 * @param number of the user
 * @param version 0 for a create
 */
record Change(int number, int version) {

    static List<Change> ofRound(int round, int rows) {
        int half = rows / 2;
        List<Change> changes = new ArrayList<>(rows);
        for (int index = 0; index < half; index++) {
            if (round == 0) {
                changes.add(new Change(half + index, 0));
                changes.add(new Change(index, 0));
            } else {
                changes.add(new Change((round + 1) * half + index, 0));
                changes.add(new Change(round * half + index, 1));
            }
        }
        return changes;
    }
}
