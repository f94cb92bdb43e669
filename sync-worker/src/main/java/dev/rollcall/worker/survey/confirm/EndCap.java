package dev.rollcall.worker.survey.confirm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
     * @param refused labels of tables of which no extra is ended, and for each what {@code --cap} would have to be
     */
    public record Allowance(Map<String, Long> refused) {

        public Allowance {
            refused = Map.copyOf(refused);
        }

        public boolean allows(String table) {
            return !refused.containsKey(table);
        }

        /** What {@code --cap} has to be for all of it; 0 when nothing is refused. */
        public long capNeeded() {
            return refused.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    /** Of a table, without a person's word. */
    public static long of(long live) {
        return Math.min(Math.max(ALWAYS, live / ONE_IN), live * MOST_PERCENT / 100);
    }

    /** @param cap what a person has allowed for each table; null for the rule's own */
    public static Allowance of(List<TableEnds> tables, @Nullable Long cap) {
        Map<String, Long> refused = new HashMap<>();
        for (TableEnds table : tables) {
            if (table.ends() > (cap == null ? of(table.live()) : cap)) {
                Set<String> causes = new HashSet<>(table.causes());
                causes.add(table.table());
                causes.forEach(cause -> refused.merge(cause, table.ends(), Math::max));
            }
        }
        return new Allowance(refused);
    }
}
