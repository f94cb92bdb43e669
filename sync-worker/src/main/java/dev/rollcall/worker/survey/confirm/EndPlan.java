package dev.rollcall.worker.survey.confirm;

import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.confirm.EndCap.Allowance;
import dev.rollcall.worker.survey.confirm.EndCap.TableEnds;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is ended, and in which order.
 *
 * @param ends owners first
 * @param allowance tables of which nothing is ended, though it was asked for
 */
public record EndPlan(List<Absentee> ends, Allowance allowance) {

    private static final int ROUNDS = 2;

    public EndPlan {
        ends = List.copyOf(ends);
    }

    /**
     * On which word.
     *
     * @param completeRounds rounds that asked for every absentee of every table, to their end
     * @param endExtra whether a person said {@code --end-extra}; a scheduled survey never does
     * @param cap what a person allowed for each table; null for the rule's own
     */
    public record Word(
            int completeRounds, boolean endExtra, @Nullable Long cap) {}

    /**
     * Plans.
     *
     * @param extras of all tables, as {@link Confirmation#extras} gives them
     * @param tables what would end, with the cascades
     */
    public static EndPlan of(List<Absentee> extras, List<TableEnds> tables, Word word) {
        Allowance allowance = EndCap.of(tables, word.cap());
        if (!word.endExtra() || word.completeRounds() < ROUNDS) {
            return new EndPlan(List.of(), allowance);
        }
        return new EndPlan(
                extras.stream()
                        .filter(extra -> allowance.allows(extra.resource().table()))
                        .sorted(Comparator.comparingInt(
                                        (Absentee extra) -> Table.IN_ORDER.indexOf(Table.ofResource(extra.resource())))
                                .thenComparing(Absentee::id))
                        .toList(),
                allowance);
    }
}
