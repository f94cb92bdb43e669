package dev.rollcall.simulator.verify;

import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.Version;
import org.jspecify.annotations.Nullable;

/** What is known of one object after the events seen so far, in whatever order they came. */
final class Standing {

    private boolean ended;
    private boolean doubtful;
    private @Nullable Version version;
    private byte @Nullable [] body;
    private Owners owners = Owners.NONE;

    void state(Version candidate, Owners itsOwners, byte[] itsBody) {
        owners = itsOwners;
        if (version == null || candidate.compareTo(version) > 0) {
            version = candidate;
            body = itsBody;
        }
    }

    /** Final: no state takes it back. */
    void end(Owners itsOwners) {
        ended = true;
        if (!itsOwners.equals(Owners.NONE)) {
            owners = itsOwners;
        }
        body = null;
    }

    /** A message about it was never acknowledged: it may have arrived or not. */
    void doubt() {
        doubtful = true;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isDoubtful() {
        return doubtful;
    }

    Owners owners() {
        return owners;
    }

    /** Of the winning state; null when there was none. */
    @Nullable Version version() {
        return version;
    }

    /** The winning event's; null when there was none, or the object has ended. */
    byte @Nullable [] body() {
        return ended ? null : body;
    }
}
