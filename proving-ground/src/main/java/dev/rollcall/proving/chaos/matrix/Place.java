package dev.rollcall.proving.chaos.matrix;

/** The kind of system that a fault needs. Faults of one place share a system, and so meet what the ones before left. */
public enum Place {
    /** One broker, one gateway, one worker. */
    SINGLE("one broker", 1),
    /** Three brokers that copy every record; two have to have it. */
    CLUSTER("three brokers", 3),
    /** As {@link #SINGLE}, and not used by any other fault: what is done to it cannot be taken back. */
    OWN("one broker, a system of its own", 1);

    private final String label;
    private final int brokers;

    Place(String label, int brokers) {
        this.label = label;
        this.brokers = brokers;
    }

    public String label() {
        return label;
    }

    public int brokers() {
        return brokers;
    }
}
