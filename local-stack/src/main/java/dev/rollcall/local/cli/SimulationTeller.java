package dev.rollcall.local.cli;

import dev.rollcall.simulator.ProgressListener.Progress;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.VerificationReport;
import java.time.Duration;

/** Is told how a simulation goes, in this order; the verification only where one is asked for. */
interface SimulationTeller {

    void begin(SimulationSettings settings);

    default void sending(Progress progress) {}

    void sent(SimulationReport report);

    default void verifying(long differences, Duration elapsed) {}

    void verified(VerificationReport report);

    default void end() {}
}
