package dev.rollcall.worker.copy.consume;

/** Hears when a consumer joins its group. Told on the consumer's thread, during a poll. */
public interface Joining {

    /** The consumer asks to be let in, perhaps again: until {@link #ended} it sends no heartbeat. */
    void began();

    /** The consumer knows what is assigned to it, be it nothing. */
    void ended();
}
