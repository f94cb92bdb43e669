package dev.rollcall.model.clerk;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Clerk object that has a table of its own. Component names are Clerk's field names in camelCase and the columns'
 * names in snake_case; their types say how JSON becomes a column:
 *
 * <ul>
 *   <li>{@code String}: text; {@code Boolean}: boolean; {@code Long}: bigint;
 *   <li>{@code Instant}: timestamptz, from epoch milliseconds; times that order also from RFC 3339 text;
 *   <li>{@link JsonNode}: jsonb, whatever is there;
 *   <li>{@code List} of a {@link Child}: rows of a child table;
 *   <li>{@link ObjectNode} {@code extra}: every field that no component holds, or whose value has another type.
 * </ul>
 *
 * What a row belongs to once and for all is an {@link Owner}. All but the ids are optional, and null when Clerk sent null, nothing, or something of another type. An id of another
 * object is null too when it is '', as billing sends it for users without an organization.
 */
public interface ClerkObject {

    String id();

    @Nullable ObjectNode extra();

    /** An object that exists only inside another and is keyed by (parent id, id). */
    interface Child {

        /** Clerk's id, or one derived from the content when Clerk sent none. */
        String id();

        @Nullable ObjectNode extra();
    }
}
