package dev.rollcall.model.event;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the bytes of a delivery into an {@link Envelope}, exactly: numbers keep their value. The body is read in one
 * pass. Only the fields that matter are kept of the envelope, and of {@code data} what a row can take; everything else
 * is skipped unjudged, however deep, long or meaningless it is. The parser itself has no limits: what it holds is
 * bounded by the body.
 */
public final class EnvelopeReader {

    /**
     * The deepest nesting of a change event's containers: consumers read 500 by default. The row is the first, and
     * {@code data} counts as the row.
     */
    public static final int DEEPEST = 400;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names that are made to collide cost time, which the body's length bounds; that is no reason to refuse it.
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private EnvelopeReader() {}

    /**
     * @param body the signed bytes, or null as a foreign producer may have written it
     * @throws NotUnderstoodException with a code for what is wrong; its message holds nothing of the body
     */
    public static Envelope read(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw new NotUnderstoodException(FailureCode.EMPTY, "the body is empty");
        }
        String text = decode(body);
        boolean escapes = text.contains("\\u");
        try (JsonParser parser = escapes ? JSON.createParser(ObjectReadContext.empty(), text) : ofBytes(body, text)) {
            EnvelopeFields fields = new EnvelopeFields();
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                // The body is UTF-8, so that what PostgreSQL cannot hold comes in by escapes only.
                fields.read(parser, escapes ? StorableText::holds : plain -> true);
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new NotUnderstoodException(FailureCode.JSON, "the body is not one JSON document");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new NotUnderstoodException(FailureCode.SHAPE, "the body is not a JSON object");
            }
            return envelope(fields);
        } catch (JacksonException invalid) {
            throw new NotUnderstoodException(FailureCode.JSON, "the body is not one JSON document");
        }
    }

    private static Envelope envelope(EnvelopeFields fields) {
        DataReader.Data data = fields.data();
        if (fields.isTwice() || (data != null && data.losses().isTwice("id", null))) {
            throw new NotUnderstoodException(FailureCode.DUPLICATE_KEY, "a key that decides occurs twice");
        }
        JsonNode object = fields.object();
        if (object != null && !object.asString("").equals("event")) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "object is not \"event\"");
        }
        JsonNode type = fields.type();
        if (type == null || !type.isString() || !EventType.isValid(type.stringValue())) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "type is missing or not a name");
        }
        if (data == null) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "data is missing or not an object");
        }
        return new Envelope(
                new EventType(type.stringValue()),
                fields.timestamp(),
                instanceId(fields),
                data.object(),
                data.losses());
    }

    private static @Nullable String instanceId(EnvelopeFields fields) {
        JsonNode value = fields.instanceId();
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "instance_id is not a string");
        }
        String instanceId = value.stringValue();
        if (instanceId.isEmpty()) {
            return null;
        }
        if (!EntityId.isValid(instanceId)) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "instance_id is not an id");
        }
        return instanceId;
    }

    private static String decode(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        // Either the body has this character, or it replaces what is not UTF-8: only then is the slower check made.
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            } catch (CharacterCodingException notUtf8) {
                throw new NotUnderstoodException(FailureCode.ENCODING, "the body is not UTF-8");
            }
        }
        return text;
    }

    /**
     * A fifth faster than reading the text, but an escaped half of a surrogate pair in a name is a syntax error to it, and
     * of two characters that are no JSON anywhere it guesses another encoding.
     */
    private static JsonParser ofBytes(byte[] body, String text) {
        if (text.charAt(0) == BYTE_ORDER_MARK || text.indexOf('\0') >= 0) {
            throw new NotUnderstoodException(FailureCode.JSON, "the body is not one JSON document");
        }
        return JSON.createParser(ObjectReadContext.empty(), body);
    }
}
