package dev.rollcall.proving.chaos.invariant;

/** The invariants of the design's reliability plan. */
public enum Invariant {
    I1("every acknowledged message is in the log, consumed, and applied, superseded or a dead letter"),
    I2("nothing is there that was never sent and verified"),
    I3("tables and dead letters equal the model, row for row and column for column"),
    I4("no version is announced backwards"),
    I5("what was deleted stays deleted"),
    I6("a tenant sees its own rows and no others; without a tenant there are none"),
    I7("a replay of the whole log changes nothing"),
    I8("the change topics, folded, give the tables; nothing is announced twice"),
    I9("no committed offset is ahead of the applied work"),
    I10("every dead letter has the exact bytes, its origin and its reason"),
    I11("after healing everything is applied without another restart"),
    I12("the counters balance"),
    I13("no secret and no personal data in logs, metrics and dead letters' headers"),
    I14("threads, open files and connections are back to what they were"),
    I15("a dry survey of what Clerk has says that nothing differs");

    private final String meaning;

    Invariant(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
