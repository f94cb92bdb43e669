package dev.rollcall.simulator.verify;

import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.Version;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one object after the events seen so far, in whichever order they came. */
final class Standing {

    private boolean ended;
    private boolean doubtful;
    private @Nullable Version version;
    private byte @Nullable [] body;
    private final Set<Owners> owners = new HashSet<>();

    void state(Version candidate, Owners itsOwners, byte[] itsBody) {
        owners.add(itsOwners);
        if (version == null || candidate.compareTo(version) > 0) {
            version = candidate;
            body = itsBody;
        }
    }

    /** Final: no state takes it back. */
    void end(Owners itsOwners) {
        ended = true;
        owners.add(itsOwners);
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

    /** All that any of its events named: an object of a type that nobody knows may have others each time. */
    Set<Owners> owners() {
        return Collections.unmodifiableSet(owners);
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
