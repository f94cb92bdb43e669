package dev.rollcall.model.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what was stored, exactly. Keys of any length and numbers as PostgreSQL prints them are in rows, so the defaults
 * would refuse some; a row's own limits bound them.
 */
public final class StoredJson {

    /** More than the 400 of a change event, with what a look-up puts around it. */
    private static final int DEEPEST = 1_000;

    public static final JsonMapper MAPPER = downTo(DEEPEST);

    private StoredJson() {}

    static JsonMapper downTo(int depth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .maxNumberLength(Integer.MAX_VALUE)
                                .build())
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(depth)
                                .build())
                        .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
