package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.survey.compare.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a survey came to.
 *
 * @param asOf when it began: the copy was so then, and stays so where webhooks come
 * @param complete whether every table was walked whole, and all that was published was applied
 * @param reasons why it is not complete, and what else is to be said
 */
public record SurveyReport(
        long run, Instant asOf, boolean complete, long published, List<OfTable> tables, List<String> reasons) {

    public SurveyReport {
        tables = List.copyOf(tables);
        reasons = List.copyOf(reasons);
    }

    /**
     * One table.
     *
     * @param available whether Clerk lists it for this key
     * @param webhooks whether one has come for it, or it has no objects; without one nothing keeps it as it is
     * @param live rows; null where it was not walked to its end
     * @param clerk as Clerk counts; null where it does not say
     * @param found at the first look
     * @param left what of it is still so
     * @param ids up to twenty of each verdict that is left
     * @param codes why the worker would refuse an object, by the id of one that is unreadable
     * @param columns how many rows differ in each column
     */
    public record OfTable(
            String table,
            boolean available,
            boolean webhooks,
            @Nullable Long live,
            @Nullable Long clerk,
            Map<Verdict, Long> found,
            Map<Verdict, Long> left,
            Map<Verdict, List<String>> ids,
            Map<String, String> codes,
            Map<String, Long> columns,
            @Nullable String reason) {

        public OfTable {
            found = copy(found);
            left = copy(left);
            ids = ids.isEmpty() ? Map.of() : new EnumMap<>(ids);
            codes = Map.copyOf(codes);
        }

        private static Map<Verdict, Long> copy(Map<Verdict, Long> counts) {
            return counts.isEmpty() ? new EnumMap<>(Verdict.class) : new EnumMap<>(counts);
        }

        /** Rows and objects that differ still. */
        public long drift() {
            return left.entrySet().stream()
                    .filter(entry -> entry.getKey().isDrift())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /** Tables that nothing keeps as they are. */
    public List<String> withoutWebhook() {
        return tables.stream()
                .filter(table -> table.available() && !table.webhooks())
                .map(OfTable::table)
                .toList();
    }

    public long drift() {
        return tables.stream().mapToLong(OfTable::drift).sum();
    }
}
