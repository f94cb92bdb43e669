package dev.rollcall.worker.copy.table;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Columns of free text that stand in an index, and what an entry of one can hold for sure: PostgreSQL refuses 2,704 bytes
 * and more. {@code LossyStatesIT} holds the list against the catalogs; an index by hash takes any length.
 */
public final class IndexedText {

    public static final int LONGEST_BYTES = 2_000;

    private static final Map<String, Set<String>> COLUMNS = Map.of(
            "clerk.users", Set.of("external_id"),
            "clerk.user_email_addresses", Set.of("email_address"),
            "clerk.roles", Set.of("key"),
            "clerk.subscriptions", Set.of("organization_id"),
            "clerk.subscription_items", Set.of("organization_id"),
            "clerk.payment_attempts", Set.of("organization_id"));

    private IndexedText() {}

    /** Columns of a table, named with its schema, that are bounded. */
    public static Set<String> of(String table) {
        return COLUMNS.getOrDefault(table, Set.of());
    }

    static boolean holds(@Nullable Object value) {
        return !(value instanceof String text)
                || text.length() <= LONGEST_BYTES / 3
                || text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }
}
