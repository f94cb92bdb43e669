package dev.rollcall.simulator.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list, as the parameters ask. */
final class Paging {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 500;

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
    List<ObjectNode> of(ApiTable table, List<ObjectNode> objects, ClerkObjects all) throws RefusedException {
        int limit = number("limit", DEFAULT_LIMIT);
        if (limit < 1) {
            throw new RefusedException("limit");
        }
        // Too much is not refused: it counts as nothing said.
        limit = limit > LARGEST_LIMIT ? DEFAULT_LIMIT : limit;
        int offset = number("offset", 0);
        String order = order(table);
        List<ObjectNode> ordered = ordered(objects, order);
        String cursor = request.first("starting_after");
        if (table == ApiTable.USERS && cursor != null && !faults.ignoreCursor()) {
            if (request.first("offset") != null || !order.endsWith("created_at")) {
                throw new RefusedException("starting_after");
            }
            ordered = after(ordered, cursor, order.startsWith("-"), all);
        }
        List<ObjectNode> page = ordered.stream().skip(offset).limit(limit).toList();
        boolean isShort = page.size() > 1 && dice.nextInt(1000) < faults.shortPage();
        return isShort ? page.subList(0, page.size() / 2) : page;
    }

    private List<ObjectNode> after(List<ObjectNode> ordered, String cursor, boolean descending, ClerkObjects all)
            throws RefusedException {
        ClerkObjects.Place place = all.placeOf(cursor);
        if (place == null || faults.cursorOfEnded() && all.find("user", cursor).isEmpty()) {
            throw new RefusedException("starting_after");
        }
        return ordered.stream()
                .filter(user -> {
                    int compared = placeOf(user).compareTo(place);
                    return descending ? compared < 0 : compared > 0;
                })
                .toList();
    }

    private static ClerkObjects.Place placeOf(ObjectNode object) {
        return new ClerkObjects.Place(
                object.path("created_at").asLong(0), object.path("id").asString(""));
    }

    /** Only the first of several counts; the newest come first where nothing is said. */
    private String order(ApiTable table) throws RefusedException {
        String asked = request.first("order_by");
        if (asked == null || table.isOrdered()) {
            return "-created_at";
        }
        String name = asked.startsWith("-") || asked.startsWith("+") ? asked.substring(1) : asked;
        if (!table.hasOrder(name)) {
            throw new RefusedException("order_by");
        }
        return asked.startsWith("-") ? asked : name;
    }

    private List<ObjectNode> ordered(List<ObjectNode> objects, String order) {
        boolean descending = order.startsWith("-");
        String field = descending ? order.substring(1) : order;
        List<ObjectNode> ordered = new ArrayList<>(objects);
        if (faults.shuffleTies()) {
            Collections.shuffle(ordered, dice);
        }
        Comparator<ObjectNode> by = field.endsWith("_at")
                ? Comparator.comparingLong(object -> object.path(field).asLong(0))
                : Comparator.comparing(object -> object.path(field).asString(""));
        ordered.sort(descending ? by.reversed() : by);
        return ordered;
    }

    private int number(String name, int otherwise) throws RefusedException {
        @Nullable String text = request.first(name);
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
