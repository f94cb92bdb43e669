package dev.rollcall.worker.survey.confirm;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many rows one command may end, with those that the cascades take. */
public final class EndCap {

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
    }

    /** @param cap what a person has allowed for each table; null for the rule's own */
    public static Allowance of(List<TableEnds> tables, @Nullable Long cap) {
        throw new UnsupportedOperationException();
    }
}
