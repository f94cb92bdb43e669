package dev.rollcall.worker.prepare.database;

/**
 * Makes what a transaction plans read tables by their indexes. Plans are kept for the session, and one that is made while a
 * table is new and empty would read the whole of it each time, until it is analyzed for the first time. Nor are they compiled,
 * which a table without an index would look dear enough for.
 */
public final class PlansByIndex {

    private static final String FROM = "set_config('enable_seqscan', 'off', true) as by_index"
            + " cross join set_config('jit', 'off', true) as uncompiled";

    private PlansByIndex() {}

    /** For the from clause of a transaction's first statement, with nothing before it; one row. */
    public static String from() {
        return FROM;
    }
}
