package dev.rollcall.model.event;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds text that is valid JSON but that PostgreSQL cannot hold: U+0000 and halves of surrogate pairs. */
final class UnstorableText {

    private UnstorableText() {}

    /** Escapes are the only way in, since the body is valid UTF-8 and raw control characters are not JSON. */
    static void refuseIn(JsonNode node) {
        if (node.isString()) {
            refuse(node.stringValue());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            refuse(property.getKey());
        }
        for (JsonNode child : node) {
            refuseIn(child);
        }
    }

    private static void refuse(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == 0) {
                throw new NotUnderstoodException(FailureCode.ENCODING, "a string holds U+0000");
            }
            if (Character.isHighSurrogate(character)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(character)) {
                throw new NotUnderstoodException(FailureCode.ENCODING, "a string holds half of a surrogate pair");
            }
        }
    }
}
