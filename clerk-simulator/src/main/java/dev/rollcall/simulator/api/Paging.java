package dev.rollcall.simulator.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** One page of a list, as the parameters ask. */
final class Paging {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 500;
    private static final String CREATED = "created_at";
    private static final String CURSOR = "starting_after";

    private final ApiRequest request;
    private final ApiFaults faults;
    private final Random dice;

    Paging(ApiRequest request, ApiFaults faults, Random dice) {
        this.request = request;
        this.faults = faults;
        this.dice = dice;
    }

    /** A parameter that is refused. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final String parameter;

        RefusedException(String parameter) {
            super(parameter, null, false, false);
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }

    /** @param objects in the order of their creation */
    List<Listed> of(ApiTable table, List<Listed> objects, ClerkObjects all) throws RefusedException {
        int limit = number("limit", DEFAULT_LIMIT);
        if (limit < 1) {
            throw new RefusedException("limit");
        }
        // Too much is not refused: it counts as nothing said.
        limit = limit > LARGEST_LIMIT ? DEFAULT_LIMIT : limit;
        int offset = faults.has(ApiFault.IGNORED_OFFSET) ? 0 : number("offset", 0);
        String order = order(table);
        String cursor = request.first(CURSOR);
        List<Listed> ordered;
        if (table == ApiTable.USERS && cursor != null && !faults.has(ApiFault.IGNORED_CURSOR)) {
            if (request.first("offset") != null || !order.endsWith(CREATED)) {
                throw new RefusedException(CURSOR);
            }
            ordered = after(objects, cursor, order.startsWith("-"), all);
        } else {
            ordered = ordered(objects, order, offset);
        }
        int end = Math.min(ordered.size(), offset + limit);
        List<Listed> page = offset >= end ? List.of() : ordered.subList(offset, end);
        return page.size() > 1 && ApiFate.hits(ApiFault.SHORT_PAGE, faults, dice)
                ? page.subList(0, page.size() / 2)
                : page;
    }

    /** By place, so that ties need no order of their own. */
    private List<Listed> after(List<Listed> objects, String cursor, boolean descending, ClerkObjects all)
            throws RefusedException {
        ClerkObjects.Place place = all.placeOf(cursor);
        if (place == null
                || (!faults.has(ApiFault.CURSOR_OF_ENDED_GOES_ON)
                        && all.find("user", cursor).isEmpty())) {
            throw new RefusedException(CURSOR);
        }
        int from = Collections.binarySearch(
                objects.stream().map(one -> one.held().place()).toList(), place);
        int next = from < 0 ? -from - 1 : from + 1;
        return descending
                ? objects.subList(0, from < 0 ? next : from).reversed()
                : objects.subList(next, objects.size());
    }

    /** Only the first of several counts; the newest come first where nothing is said. */
    private String order(ApiTable table) throws RefusedException {
        String asked = request.first("order_by");
        if (asked == null || table.isOrdered()) {
            return "-" + CREATED;
        }
        String name = asked.startsWith("-") || asked.startsWith("+") ? asked.substring(1) : asked;
        if (!table.hasOrder(name)) {
            throw new RefusedException("order_by");
        }
        return asked.startsWith("-") ? asked : name;
    }

    private List<Listed> ordered(List<Listed> objects, String order, int offset) {
        boolean descending = order.startsWith("-");
        String field = descending ? order.substring(1) : order;
        // A page that others are to follow by cursor keeps its ties: theirs goes by place.
        boolean shuffled = faults.has(ApiFault.SHUFFLED_TIES) && offset > 0;
        if (field.equals(CREATED) && !shuffled) {
            return descending ? objects.reversed() : objects;
        }
        List<Listed> ordered = new ArrayList<>(objects);
        if (shuffled) {
            Collections.shuffle(ordered, dice);
        }
        Comparator<Listed> by = field.endsWith("_at")
                ? Comparator.comparingLong(one -> one.time(field))
                : Comparator.comparing(one -> one.text(field));
        ordered.sort(descending ? by.reversed() : by);
        return ordered;
    }

    private int number(String name, int otherwise) throws RefusedException {
        String text = request.first(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number < 0) {
                throw new RefusedException(name);
            }
            return number;
        } catch (NumberFormatException none) {
            throw new RefusedException(name);
        }
    }
}
