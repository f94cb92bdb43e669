package dev.rollcall.simulator.verify;

/** Compares a world with the tables and the change topics, as soon as everything has arrived. */
public final class Verification {

    private Verification() {}

    /**
     * Waits until the tables and topics equal the world, or until nothing changes any more, or until the limit.
     *
     * @throws VerificationException when the database or Kafka cannot be read, with one line that says what to do
     * @throws InterruptedException when the calling thread is interrupted
     */
    @SuppressWarnings("DoNotCallSuggester") // until it is built
    public static VerificationReport run(VerificationSettings settings, VerificationListener listener)
            throws InterruptedException {
        throw new UnsupportedOperationException("not built yet: " + settings + listener);
    }
}
