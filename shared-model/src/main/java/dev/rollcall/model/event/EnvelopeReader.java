package dev.rollcall.model.event;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the bytes of a delivery into an {@link Envelope}, within limits, exactly: numbers keep their value, a duplicate
 * key is refused (PostgreSQL would silently keep the last), and so is text that {@code jsonb} cannot hold.
 */
public final class EnvelopeReader {

    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 256 * 1024;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_TOKENS = 50_000;
    private static final int MOST_DIGITS = 1_000;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_STRING)
                            .maxNameLength(LONGEST_NAME)
                            .maxTokenCount(MOST_TOKENS)
                            .maxNumberLength(MOST_DIGITS)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // While the tree is built, which looks keys up anyway: the parser's own detection keeps a second set of
            // them.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
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
        JsonNode root = escapes ? parse(() -> MAPPER.readTree(text)) : parse(() -> ofBytes(body, text));
        if (!(root instanceof ObjectNode envelope)) {
            throw new NotUnderstoodException(FailureCode.SHAPE, "the body is not a JSON object");
        }
        if (escapes) {
            UnstorableText.refuseIn(envelope);
        }
        JsonNode object = envelope.get("object");
        if (object != null && !object.asString("").equals("event")) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "object is not \"event\"");
        }
        JsonNode type = envelope.get("type");
        if (type == null || !type.isString() || !EventType.isValid(type.stringValue())) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "type is missing or not a name");
        }
        if (!(envelope.get("data") instanceof ObjectNode data)) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "data is missing or not an object");
        }
        Long timestamp = EventTimes.wholeNumber("timestamp", envelope.get("timestamp"));
        long eventAt = timestamp == null ? 0 : timestamp;
        return new Envelope(
                new EventType(type.stringValue()),
                EventTimes.envelopeMillis(eventAt),
                EventTimes.isMillis(eventAt),
                instanceId(envelope),
                data);
    }

    private static @Nullable String instanceId(ObjectNode envelope) {
        JsonNode value = envelope.get("instance_id");
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
        // Either it stands there, or it stands for what is not UTF-8: only then the slower way that tells.
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
    private static JsonNode ofBytes(byte[] body, String text) {
        if (text.charAt(0) == BYTE_ORDER_MARK || text.indexOf('\0') >= 0) {
            throw new NotUnderstoodException(FailureCode.JSON, "the body is not one JSON document");
        }
        return MAPPER.readTree(body);
    }

    private static JsonNode parse(Supplier<JsonNode> document) {
        try {
            return document.get();
        } catch (StreamConstraintsException | NumberFormatException tooMuch) {
            // A number whose exponent is no int: BigDecimal refuses it, and Jackson lets that through.
            throw new NotUnderstoodException(FailureCode.LIMITS, "the JSON is too deep, too long or too large");
        } catch (JacksonException invalid) {
            // Jackson has no type of its own for a duplicate; its message names the property, which we must not repeat.
            boolean duplicate = String.valueOf(invalid.getOriginalMessage()).startsWith("Duplicate property");
            throw duplicate
                    ? new NotUnderstoodException(FailureCode.DUPLICATE_KEY, "a key occurs twice in one object")
                    : new NotUnderstoodException(FailureCode.JSON, "the body is not one JSON document");
        }
    }
}
