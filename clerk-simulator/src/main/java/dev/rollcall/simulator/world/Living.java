package dev.rollcall.simulator.world;

/** An object that exists now: its id, and the times that its next event needs. */
abstract class Living {

    final String id;
    final long createdAt;

    /** Of the last event about it: what a membership's delete carries. */
    long updatedAt;

    /** Where it is in its {@link Pool}. */
    int place = -1;

    Living(String id, long createdAt) {
        this.id = id;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }
}
