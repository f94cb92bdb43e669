package dev.rollcall.model.clerk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The children of one kind. What cannot be a child is left out, never the others: a user can add addresses, and must not
 * be able to keep a ban away with them.
 *
 * @param field the array that holds them
 */
record ChildList(String field, RecordShape child) {

    /** More than any account has, few enough for one change event. Primary ones come on top. */
    static final int MOST = 1_000;

    /** What an entry of an index can hold for sure; ids of children are part of their key. */
    private static final int LONGEST_ID = 2_000;

    /** Null when it is not an array. Of several with one id the first counts. */
    @Nullable List<@Nullable Object[]> read(JsonNode array, ObjectNode data, Set<String> incomplete, int extraDepth) {
        if (!array.isArray()) {
            return null;
        }
        Set<String> primary = primary(data);
        Set<String> lost = new HashSet<>();
        Map<String, @Nullable Object[]> byId = new LinkedHashMap<>();
        for (JsonNode element : array) {
            if (!(element instanceof ObjectNode object)) {
                incomplete.add(field);
                continue;
            }
            ObjectNode identified = identified(object, incomplete);
            String id = identified.get("id").stringValue();
            if (byId.containsKey(id)) {
                continue;
            }
            if (byId.size() < MOST || primary.contains(id)) {
                byId.put(id, child.readChild(identified, lost, extraDepth - 2));
            } else {
                incomplete.add(field);
            }
        }
        if (!lost.isEmpty()) {
            incomplete.add(field);
        }
        return new ArrayList<>(byId.values());
    }

    /** For {@code email_addresses} the value of {@code primary_email_address_id}, and so on. */
    private Set<String> primary(ObjectNode data) {
        String name = field.endsWith("sses")
                ? field.substring(0, field.length() - 2)
                : field.substring(0, field.length() - 1);
        JsonNode id = data.get("primary_" + name + "_id");
        return id != null && id.isString() ? Set.of(id.stringValue()) : Set.of();
    }

    /**
     * The specification allows a missing id; a hash of the content keeps the row the same however often it comes, and in
     * whatever order its keys come: the Backend API need not have that of the webhooks. What is not stored takes no part.
     */
    private ObjectNode identified(ObjectNode object, Set<String> incomplete) {
        JsonNode id = object.get("id");
        if (id != null && id.isString() && !id.stringValue().isEmpty()) {
            String value = id.stringValue();
            // Of a short one, as all of Clerk's are, the bytes need not be made to be counted.
            if (value.length() <= LONGEST_ID / 3 || value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID) {
                return object;
            }
            incomplete.add(field);
        }
        ObjectNode identified = object.deepCopy();
        identified.remove(child.excluded());
        identified.put("id", "derived_" + digest(sorted(identified).toString()));
        return identified;
    }

    private static JsonNode sorted(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            object.propertyStream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(property -> sorted.set(property.getKey(), sorted(property.getValue())));
            return sorted;
        }
        if (value.isArray()) {
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return value;
    }

    private static String digest(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
