package dev.rollcall.worker.survey.run;

import dev.rollcall.model.topic.EventOrigin;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a survey is to do.
 *
 * @param backfill whether it publishes what it finds at once
 * @param repair whether it publishes what a second look confirms
 * @param endExtra whether it ends rows that Clerk confirms not to have
 * @param cap how many rows of a table may end; null for the rule's own bound
 * @param mass whether it goes on where unusually much is different
 * @param tables labels; empty for the usual ones
 * @param except ids of objects that are not published, nor what belongs to them
 * @param restart whether an unfinished survey of the same kind is given up
 */
public record SurveyOptions(
        boolean backfill,
        boolean repair,
        boolean endExtra,
        @Nullable Long cap,
        boolean mass,
        Set<String> tables,
        Set<String> except,
        boolean restart) {

    /** Only looks. */
    public static final SurveyOptions DRY =
            new SurveyOptions(false, false, false, null, false, Set.of(), Set.of(), false);

    public static final SurveyOptions BACKFILL =
            new SurveyOptions(true, false, false, null, false, Set.of(), Set.of(), false);

    public static final SurveyOptions REPAIR =
            new SurveyOptions(false, true, false, null, false, Set.of(), Set.of(), false);

    public SurveyOptions {
        tables = Set.copyOf(tables);
        except = Set.copyOf(except);
        for (String label : tables) {
            if (SurveyTable.labelled(label).isEmpty()) {
                throw new IllegalArgumentException(
                        "--tables: Clerk does not list " + label + "; write some of " + SurveyTable.labels());
            }
        }
    }

    public SurveyOptions endingExtra(@Nullable Long most) {
        return new SurveyOptions(backfill, repair, true, most, mass, tables, except, restart);
    }

    public SurveyOptions ofTables(Set<String> labels) {
        return new SurveyOptions(backfill, repair, endExtra, cap, mass, labels, except, restart);
    }

    public SurveyOptions exceptIds(Set<String> ids) {
        return new SurveyOptions(backfill, repair, endExtra, cap, mass, tables, ids, restart);
    }

    public SurveyOptions restarting() {
        return new SurveyOptions(backfill, repair, endExtra, cap, mass, tables, except, true);
    }

    /** As the database keeps it. */
    public String command() {
        return origin().label();
    }

    EventOrigin origin() {
        return backfill ? EventOrigin.BACKFILL : EventOrigin.RECONCILE;
    }

    /** Whether anything may be published. */
    boolean publishes() {
        return backfill || repair || endExtra;
    }

    /** A survey is resumed by one of the same mode only. */
    public String mode() {
        return (repair ? "repair " : "")
                + (endExtra ? "end-extra " : "")
                + (mass ? "mass " : "")
                + (except.isEmpty() ? "" : "except=" + new TreeSet<>(except).hashCode() + " ")
                + "tables=" + (tables.isEmpty() ? "usual" : String.join(",", new TreeSet<>(tables)));
    }
}
