package dev.rollcall.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything of one kind that lives now; picking and removing take the same time at any size. */
final class Pool<T extends Living> {

    private final List<T> members = new ArrayList<>();

    void add(T member) {
        member.place = members.size();
        members.add(member);
    }

    /** Removing what has gone already does nothing. */
    void remove(T member) {
        if (member.place < 0) {
            return;
        }
        T last = members.removeLast();
        if (member.place < members.size()) {
            members.set(member.place, last);
            last.place = member.place;
        }
        member.place = -1;
    }

    T pick(Dice dice) {
        return dice.pick(members);
    }

    /** Takes as long as the pool is large: only for small ones. */
    List<T> matching(Predicate<T> condition) {
        return members.stream().filter(condition).toList();
    }

    int size() {
        return members.size();
    }
}
