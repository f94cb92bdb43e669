package dev.rollcall.simulator.world;

/**
 * Orders the states of one object, as section 3 of the design has it. On purpose not the shared model's class: the
 * verification must not repeat a mistake made there.
 *
 * @param updatedAt milliseconds since the epoch
 * @param eventAt the envelope's timestamp, milliseconds since the epoch
 * @param messageId in this world ASCII, so that order by characters is order by bytes
 */
public record Version(long updatedAt, long eventAt, String messageId) implements Comparable<Version> {

    @Override
    public int compareTo(Version other) {
        if (updatedAt != other.updatedAt) {
            return Long.compare(updatedAt, other.updatedAt);
        }
        if (eventAt != other.eventAt) {
            return Long.compare(eventAt, other.eventAt);
        }
        return messageId.compareTo(other.messageId);
    }
}
