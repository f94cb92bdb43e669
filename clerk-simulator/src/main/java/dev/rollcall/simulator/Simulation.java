package dev.rollcall.simulator;

/** The entry: sends a world to an endpoint. */
public final class Simulation {

    private Simulation() {}

    /**
     * Sends every event of the world, waits until each delivery is acknowledged or given up, and says what happened.
     *
     * @throws InterruptedException when the calling thread is interrupted; requests in flight are abandoned
     */
    @SuppressWarnings("DoNotCallSuggester") // until it is built
    public static SimulationReport run(SimulationSettings settings, ProgressListener listener)
            throws InterruptedException {
        throw new UnsupportedOperationException("not built yet: " + settings + listener);
    }
}
