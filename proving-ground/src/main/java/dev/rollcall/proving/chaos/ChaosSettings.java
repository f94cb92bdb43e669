package dev.rollcall.proving.chaos;

import dev.rollcall.local.application.Applications;
import dev.rollcall.proving.chaos.matrix.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param seed of the schedule and of the worlds that are sent
 * @param faults the rows to play
 * @param limit no fault begins after this; those left over are listed as not run
 * @param directory for the systems; deleted in the end
 * @param applications what to run
 * @param plants whether to damage the checked data on purpose in the end, to see that the checks notice
 */
record ChaosSettings(
        long seed, List<Fault> faults, Duration limit, Path directory, Applications applications, boolean plants) {

    public ChaosSettings {
        faults = List.copyOf(faults);
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("--minutes must be more than 0");
        }
    }
}
