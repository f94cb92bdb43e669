package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is looked at before anything is walked: whether key and database are of one instance, and which lists the key may
 * read. Only here can a table be found to be unavailable; later the same answer is an error.
 */
final class Preflight {

    private static final int PAGE = 500;

    /** A page's records are about this long in Kafka: what a typical user's webhook has, compressed. */
    private static final int BYTES_EACH = 700;

    private final ClerkAnswers clerk;
    private final CopyRows rows;
    private final SurveyLedger ledger;
    private final SurveySettings settings;

    Preflight(ClerkAnswers clerk, CopyRows rows, SurveyLedger ledger, SurveySettings settings) {
        this.clerk = clerk;
        this.rows = rows;
        this.ledger = ledger;
        this.settings = settings;
    }

    /**
     * What is to be done.
     *
     * @param tables in order, with what Clerk counts of each; null where it is unavailable
     * @param withoutWebhook those that have objects, and of which no webhook has ever come
     * @param lines for the operator
     */
    record Plan(
            String instanceId,
            Map<SurveyTable, @Nullable Count> tables,
            Set<SurveyTable> withoutWebhook,
            List<String> lines) {

        /** As Clerk counts, where it says. */
        long objects() {
            return tables.values().stream()
                    .mapToLong(count -> {
                        Long rows = count == null ? null : count.rows();
                        return rows == null ? 0 : rows;
                    })
                    .sum();
        }
    }

    /** @param rows null where Clerk does not say */
    record Count(@Nullable Long rows) {}

    /** @throws IllegalArgumentException with one line for the operator */
    Plan run(SurveyOptions options) throws ApiException, InterruptedException {
        String instance = requireInstance(options);
        if (options.publishes()) {
            settings.copiedWith().require(ledger.workerSettings());
        }
        List<String> lines = new ArrayList<>();
        Map<SurveyTable, @Nullable Count> tables = new LinkedHashMap<>();
        long objects = 0;
        for (SurveyTable table : chosen(options, lines)) {
            try {
                Count count = new Count(countAtClerk(table));
                tables.put(table, count);
                objects += count.rows() == null ? 0 : count.rows();
            } catch (ApiException failed) {
                if (failed.kind() != ApiException.Kind.UNAVAILABLE && failed.kind() != ApiException.Kind.NOT_FOUND) {
                    throw failed;
                }
                tables.put(table, null);
                lines.add(table.label() + ": not available to this key or instance; it gets no figure");
            }
        }
        long requests = objects / (PAGE - 50) + 2L * tables.size();
        Set<SurveyTable> withoutWebhook = withoutWebhook(tables);
        if (!withoutWebhook.isEmpty()) {
            lines.add("No webhook has ever come for "
                    + withoutWebhook.stream().map(SurveyTable::label).collect(Collectors.joining(", "))
                    + ": until one does, nothing keeps what this survey finds there");
        }
        lines.addFirst("%s of %s: %s, about %s, %s%s"
                .formatted(
                        options.command(),
                        instance,
                        Plural.of(objects, "object"),
                        Plural.of(requests, "request"),
                        duration(requests),
                        options.backfill()
                                ? String.format(
                                        Locale.ROOT,
                                        ", at most %,d MB into Kafka",
                                        objects * BYTES_EACH / 1_000_000 + 1)
                                : ""));
        return new Plan(instance, tables, withoutWebhook, lines);
    }

    private String duration(long requests) {
        OptionalDouble rate = clerk.requestsPerSecond();
        return rate.isEmpty()
                ? "as fast as Clerk answers"
                : String.format(
                        Locale.ROOT,
                        "%s or more at %.1f a second",
                        duration(Math.ceil(requests / rate.getAsDouble())),
                        rate.getAsDouble());
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%,.0f min", Math.ceil(seconds / 60));
    }

    /** An empty table would need no webhook. */
    private Set<SurveyTable> withoutWebhook(Map<SurveyTable, @Nullable Count> tables) {
        Set<SurveyTable> without = EnumSet.noneOf(SurveyTable.class);
        tables.forEach((table, count) -> {
            boolean empty = count == null || (count.rows() != null && count.rows() == 0);
            if (!empty && !rows.hadWebhook(table.table())) {
                without.add(table);
            }
        });
        return without;
    }

    /** For what binds nothing. */
    String requireBound() throws ApiException, InterruptedException {
        return requireInstance(SurveyOptions.DRY);
    }

    private String requireInstance(SurveyOptions options) throws ApiException, InterruptedException {
        String theirs = KeysInstance.ask(clerk);
        String configured = settings.configuredInstance();
        if (configured != null && !configured.equals(theirs)) {
            throw new IllegalArgumentException("CLERK_SECRET_KEY is of " + theirs + ", but CLERK_INSTANCE_ID is "
                    + configured + ": write the key of that instance");
        }
        Optional<String> bound = ledger.instance();
        if (bound.isPresent()) {
            if (!bound.get().equals(theirs)) {
                throw new IllegalArgumentException(
                        "CLERK_SECRET_KEY is of " + theirs + ", but this database is a copy of " + bound.get()
                                + ": write the key of that instance. Nothing was changed");
            }
            return theirs;
        }
        if (!options.backfill()) {
            throw new RefusedAsThingsAreException(
                    "this database is a copy of no Clerk instance yet: run backfill first, or \"bind " + theirs
                            + "\" with this CLERK_SECRET_KEY");
        }
        for (Table table : Table.IN_ORDER) {
            if (rows.hasRows(table)) {
                throw new RefusedAsThingsAreException(
                        "this database has rows and is bound to no Clerk instance: \"bind " + theirs
                                + "\" with this CLERK_SECRET_KEY first, which removes the rows and takes at most 100;"
                                + " or start the worker with CLERK_INSTANCE_ID=" + theirs + ", which keeps them");
            }
        }
        ledger.bind(theirs);
        return theirs;
    }

    private List<SurveyTable> chosen(SurveyOptions options, List<String> lines) {
        List<SurveyTable> chosen = new ArrayList<>();
        for (SurveyTable table : SurveyTable.values()) {
            boolean usual = table.isAlwaysSurveyed() || rows.hasRows(table.table());
            if (options.tables().isEmpty() ? usual : options.tables().contains(table.label())) {
                chosen.add(table);
            } else {
                lines.add(table.label() + ": left out; "
                        + (options.tables().isEmpty()
                                ? "it has no rows here, --tables asks for it"
                                : "--tables does not name it"));
            }
        }
        for (Resource resource : SurveyTable.COUNTED) {
            long live = rows.countLive(Table.ofResource(resource));
            if (live > 0) {
                lines.add(resource.table() + ": " + Plural.of(live, "live row") + "; not surveyed in this release");
            }
        }
        if (options.backfill() && Arrays.stream(SurveyTable.values()).noneMatch(table -> rows.hasRows(table.table()))) {
            lines.add("This database holds no row, so it cannot know who was erased: give their ids with --except");
        }
        return chosen;
    }

    /** Null where Clerk does not say; asks the list itself, so that it is known to be there. */
    @Nullable Long countAtClerk(SurveyTable table) throws ApiException, InterruptedException {
        ApiPage page = clerk.page(table.list().with("limit", 1));
        if (table == SurveyTable.USERS) {
            JsonNode count = clerk.object(ApiQuery.of("users", "count")).get("total_count");
            return count != null && count.isIntegralNumber() ? Long.valueOf(count.longValue()) : null;
        }
        return page.total().isPresent() ? Long.valueOf(page.total().getAsLong()) : null;
    }
}
