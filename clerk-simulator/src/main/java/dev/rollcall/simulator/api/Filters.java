package dev.rollcall.simulator.api;

import dev.rollcall.simulator.api.Paging.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which objects of a list are asked for. A filter without a value means all, and what no list knows is passed over. */
final class Filters {

    private static final int MOST_VALUES = 100;

    private static final Map<String, BiPredicate<ObjectNode, Long>> TIMES = Map.of(
            "created_at_after", (object, time) -> object.path("created_at").asLong(0) > time,
            "created_at_before", (object, time) -> object.path("created_at").asLong(0) < time);

    private Filters() {}

    static List<ObjectNode> of(ApiTable table, ApiRequest request, List<ObjectNode> objects) throws RefusedException {
        List<ObjectNode> found = objects;
        if (!table.idFilter().isEmpty()) {
            String field = table == ApiTable.DOMAINS ? "organization_id" : "id";
            found = byValue(found, field, request.all(table.idFilter()), table.idFilter());
        }
        found = byValue(found, "status", request.all("status"), "status");
        if (table == ApiTable.USERS) {
            for (Map.Entry<String, BiPredicate<ObjectNode, Long>> time : TIMES.entrySet()) {
                found = byTime(found, request.first(time.getKey()), time.getKey(), time.getValue());
            }
        }
        if (table == ApiTable.SUBSCRIPTION_ITEMS && !request.isTrue("include_free")) {
            found = found.stream()
                    .filter(item -> item.path("plan").path("fee").path("amount").asLong(1) != 0)
                    .toList();
        }
        return found;
    }

    /** Members of one organization by their users. */
    static List<ObjectNode> members(ApiRequest request, List<ObjectNode> memberships) throws RefusedException {
        List<String> users = values(request.all("user_id"), "user_id");
        return users.isEmpty()
                ? memberships
                : memberships.stream()
                        .filter(membership -> users.contains(userOf(membership)))
                        .toList();
    }

    static String userOf(ObjectNode membership) {
        return membership.path("public_user_data").path("user_id").asString("");
    }

    private static List<ObjectNode> byValue(List<ObjectNode> objects, String field, List<String> asked, String name)
            throws RefusedException {
        List<String> values = values(asked, name);
        Set<String> excluded = values.stream()
                .filter(value -> value.startsWith("-"))
                .map(value -> value.substring(1))
                .collect(Collectors.toSet());
        Set<String> included = values.stream()
                .filter(value -> !value.startsWith("-"))
                .map(value -> value.startsWith("+") ? value.substring(1) : value)
                .collect(Collectors.toSet());
        return objects.stream()
                .filter(object -> {
                    String value = object.path(field).asString("");
                    return !excluded.contains(value) && (included.isEmpty() || included.contains(value));
                })
                .toList();
    }

    private static List<String> values(List<String> asked, String name) throws RefusedException {
        if (asked.size() > MOST_VALUES || asked.stream().anyMatch(value -> value.startsWith(" "))) {
            throw new RefusedException(name);
        }
        return asked.stream().filter(value -> !value.isEmpty()).toList();
    }

    private static List<ObjectNode> byTime(
            List<ObjectNode> objects, @Nullable String text, String name, BiPredicate<ObjectNode, Long> holds)
            throws RefusedException {
        if (text == null || text.isEmpty()) {
            return objects;
        }
        try {
            long time = Long.parseLong(text);
            return objects.stream().filter(object -> holds.test(object, time)).toList();
        } catch (NumberFormatException none) {
            throw new RefusedException(name);
        }
    }
}
