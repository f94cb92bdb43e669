package dev.rollcall.simulator.api;

import dev.rollcall.simulator.api.Paging.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which objects of a list are asked for. A filter without a value means all, and what no list knows is passed over. */
final class Filters {

    private static final int MOST_VALUES = 100;

    private static final Map<String, BiPredicate<Long, Long>> TIMES =
            Map.of("_after", (time, bound) -> time > bound, "_before", (time, bound) -> time < bound);

    private Filters() {}

    static List<Listed> of(ApiTable table, ApiRequest request, List<Listed> objects) throws RefusedException {
        List<Listed> found = objects;
        for (Map.Entry<String, String> filter : table.filters().entrySet()) {
            found = byValue(found, filter.getValue(), request.all(filter.getKey()), filter.getKey());
        }
        if (table == ApiTable.USERS) {
            found = byAddress(found, request.all("email_address"));
            for (String field : List.of("created_at", "last_active_at", "last_sign_in_at")) {
                for (Map.Entry<String, BiPredicate<Long, Long>> side : TIMES.entrySet()) {
                    String name = field + side.getKey();
                    found = byTime(found, field, request.first(name), name, side.getValue());
                }
            }
        }
        if (table == ApiTable.SUBSCRIPTION_ITEMS && !request.isTrue("include_free")) {
            found = found.stream()
                    .filter(item -> item.object()
                                    .path("plan")
                                    .path("fee")
                                    .path("amount")
                                    .asLong(1)
                            != 0)
                    .toList();
        }
        return matching(table, found, request.first("query"));
    }

    /** Members of one organization by their users. */
    static List<Listed> members(ApiRequest request, List<Listed> memberships) throws RefusedException {
        List<String> users = values(request.all("user_id"), "user_id");
        List<String> roles = values(request.all("role"), "role");
        return memberships.stream()
                .filter(one -> users.isEmpty() || users.contains(userOf(one)))
                .filter(one -> roles.isEmpty() || roles.contains(one.text("role")))
                .toList();
    }

    static String userOf(Listed membership) {
        String owner = membership.owners().userId();
        return owner == null ? "" : owner;
    }

    /** Exact for roles and permissions, whose query is an id; a part of any name or address for the others. */
    private static List<Listed> matching(ApiTable table, List<Listed> objects, @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return objects;
        }
        if (table == ApiTable.ROLES || table == ApiTable.PERMISSIONS) {
            return objects.stream().filter(object -> object.id().equals(query)).toList();
        }
        String part = query.toLowerCase(Locale.ROOT);
        return objects.stream()
                .filter(one -> one.id().equals(query)
                        || List.of("name", "slug", "email_address", "username", "first_name", "last_name").stream()
                                .anyMatch(field ->
                                        one.text(field).toLowerCase(Locale.ROOT).contains(part)))
                .toList();
    }

    private static List<Listed> byAddress(List<Listed> users, List<String> asked) throws RefusedException {
        List<String> values = values(asked, "email_address");
        return values.isEmpty()
                ? users
                : users.stream()
                        .filter(user -> hasAddress(user.object(), values))
                        .toList();
    }

    private static boolean hasAddress(ObjectNode user, List<String> values) {
        for (JsonNode address : user.path("email_addresses")) {
            if (values.contains(address.path("email_address").asString(""))) {
                return true;
            }
        }
        return false;
    }

    private static List<Listed> byValue(List<Listed> objects, String field, List<String> asked, String name)
            throws RefusedException {
        List<String> values = values(asked, name);
        if (values.isEmpty()) {
            return objects;
        }
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
                    String value = object.text(field);
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

    private static List<Listed> byTime(
            List<Listed> objects, String field, @Nullable String text, String name, BiPredicate<Long, Long> holds)
            throws RefusedException {
        if (text == null || text.isEmpty()) {
            return objects;
        }
        try {
            long bound = Long.parseLong(text);
            return objects.stream()
                    .filter(object -> holds.test(object.time(field), bound))
                    .toList();
        } catch (NumberFormatException none) {
            throw new RefusedException(name);
        }
    }
}
