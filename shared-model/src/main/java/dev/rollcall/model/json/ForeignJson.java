package dev.rollcall.model.json;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what others wrote, as exactly as {@link StoredJson} and however deep it is: what one user nests in his metadata
 * must not make a page unreadable on which there are five hundred.
 */
public final class ForeignJson {

    /** More than a row keeps, with what a page or an envelope puts around it, and as deep as a tree can be printed. */
    static final int DEEPEST = 500;

    private static final JsonMapper MAPPER = StoredJson.downTo(DEEPEST);
    private static final JsonMapper ANY_DEPTH = StoredJson.downTo(Integer.MAX_VALUE);

    private ForeignJson() {}

    /** A container that stands deeper than {@value #DEEPEST} is null. */
    public static JsonNode read(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (StreamConstraintsException tooDeep) {
            return MAPPER.readTree(pruned(json));
        }
    }

    private static byte[] pruned(byte[] json) {
        ByteArrayOutputStream pruned = new ByteArrayOutputStream(json.length);
        try (JsonParser parser = ANY_DEPTH.createParser(json);
                JsonGenerator kept = ANY_DEPTH.createGenerator(pruned)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart() && depth == DEEPEST) {
                    parser.skipChildren();
                    kept.writeNull();
                } else {
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    kept.copyCurrentEventExact(parser);
                }
            }
        }
        return pruned.toByteArray();
    }
}
