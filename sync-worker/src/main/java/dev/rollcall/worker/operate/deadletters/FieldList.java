package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.json.ForeignJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of an event: names and types, which are Clerk's and no personal data; values only on request. It reads
 * more than the worker accepts, since refused events are what people look at.
 */
final class FieldList {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private final boolean values;
    private final List<Examination.Field> fields = new ArrayList<>();

    private FieldList(boolean values) {
        this.values = values;
    }

    /** @param row the present row's columns; null when there is none */
    static List<Examination.Field> of(byte @Nullable [] body, @Nullable JsonNode row, boolean values) {
        FieldList list = new FieldList(values);
        if (body == null || body.length == 0) {
            return list.fields;
        }
        JsonNode root = read(body);
        if (root instanceof ObjectNode envelope) {
            // Nobody needs a code or a token to see why an event was rejected.
            SecretFields.removeFrom(envelope);
            list.add(envelope, row);
        } else if (values) {
            list.fields.add(new Examination.Field("(body)", new String(body, StandardCharsets.UTF_8), null));
        }
        return list.fields;
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return ForeignJson.read(body);
        } catch (JacksonException none) {
            return null;
        }
    }

    private void add(ObjectNode envelope, @Nullable JsonNode row) {
        for (Map.Entry<String, JsonNode> field : envelope.properties()) {
            if (field.getKey().equals("data") && field.getValue() instanceof ObjectNode data) {
                for (Map.Entry<String, JsonNode> inner : data.properties()) {
                    JsonNode column = row == null ? null : row.get(inner.getKey());
                    add("data." + nameOf(inner.getKey()), inner.getValue(), column);
                }
            } else {
                add(nameOf(field.getKey()), field.getValue(), null);
            }
        }
    }

    private void add(String name, JsonNode event, @Nullable JsonNode column) {
        fields.add(new Examination.Field(name, text(event), column == null ? null : text(column)));
    }

    private String text(JsonNode node) {
        return values ? node.toString() : typeOf(node);
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array of " + node.size();
            case OBJECT -> "object";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "other";
        };
    }

    /** A key that is not a plain name could be anything, personal data included. */
    private static String nameOf(String key) {
        return NAME.matcher(key).matches() ? key : "(not a name)";
    }
}
