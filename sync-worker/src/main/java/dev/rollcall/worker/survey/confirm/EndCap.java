package dev.rollcall.worker.survey.confirm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many rows one command may end, with those that the cascades take. */
public final class EndCap {

    private static final long ALWAYS = 100;
    private static final long ONE_IN = 1_000;
    private static final long MOST_PERCENT = 5;

    private EndCap() {}

    /**
     * What would end in a table.
     *
     * @param table its label
     * @param live rows that live
     * @param ends of them those that would end: extras of this table and rows of owners that are extras, each once
     * @param causes labels of the tables whose extras would end them, this one included if it has any
     */
    public record TableEnds(String table, long live, long ends, Set<String> causes) {

        public TableEnds {
            causes = Set.copyOf(causes);
        }
    }

    /**
     * What may be done.
     *
     * @param refused labels of tables of which no extra is ended
     * @param capNeeded what {@code --cap} has to be for all of it; 0 when nothing is refused
     */
    public record Allowance(Set<String> refused, long capNeeded) {

        public Allowance {
            refused = Set.copyOf(refused);
        }

        public boolean allows(String table) {
            return !refused.contains(table);
        }
    }

    /** Of a table, without a person's word. */
    public static long of(long live) {
        return Math.min(Math.max(ALWAYS, live / ONE_IN), live * MOST_PERCENT / 100);
    }

    /** @param cap what a person has allowed for each table; null for the rule's own */
    public static Allowance of(List<TableEnds> tables, @Nullable Long cap) {
        Set<String> refused = new HashSet<>();
        long needed = 0;
        for (TableEnds table : tables) {
            if (table.ends() > (cap == null ? of(table.live()) : cap)) {
                refused.add(table.table());
                refused.addAll(table.causes());
                needed = Math.max(needed, table.ends());
            }
        }
        return new Allowance(refused, needed);
    }
}
