package dev.rollcall.gateway.identify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Nothing that stands in front of the type hides it, in a body as large as the gateway takes; and on any document the
 * identifier says what a tree says that is built without limits.
 */
class HostileBodiesTest {

    private static final int CAP = 512 * 1024;
    private static final EventIdentity EXCLUDED = new EventIdentity.Excluded(new EventType("email.created"));

    private static final JsonMapper ORACLE = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final EventIdentifier identifier =
            new EventIdentifier(new IdentifySettings(Set.of("email.created", "sms.created")));

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("65 arrays", "[".repeat(65) + "]".repeat(65)),
                Arguments.of("250,000 arrays", "[".repeat(250_000) + "]".repeat(250_000)),
                Arguments.of("80,000 objects", "{\"\":".repeat(80_000) + "1" + "}".repeat(80_000)),
                Arguments.of(
                        "objects and arrays in turn, with more behind them",
                        "{\"a\":[".repeat(30_000) + "],\"b\":2}".repeat(30_000)),
                Arguments.of("a key of 500 KB", "{\"" + "k".repeat(500_000) + "\":1}"),
                Arguments.of("a key of escapes", "{\"" + "\\u0074".repeat(80_000) + "\":1}"),
                Arguments.of("a string of 500 KB", "\"" + "s".repeat(500_000) + "\""),
                Arguments.of("a number of 300,000 digits", "7".repeat(300_000)),
                Arguments.of("a fraction of 300,000 digits", "-0." + "7".repeat(300_000)),
                Arguments.of("an exponent of 300,000 digits", "1e" + "7".repeat(300_000)),
                Arguments.of("250,000 values", "[" + "1,".repeat(250_000) + "1]"),
                Arguments.of(
                        "40,000 keys",
                        IntStream.range(0, 40_000)
                                .mapToObj(index -> "\"k" + index + "\":1")
                                .collect(Collectors.joining(",", "{", "}"))),
                Arguments.of("the same key 80,000 times", "{" + "\"a\":1,".repeat(80_000) + "\"a\":1}"),
                Arguments.of("halves of surrogate pairs", "{\"\\ud800\":\"\\udc00\\ud800\"}"),
                Arguments.of("500 KB of blanks", "[" + " \t\r\n".repeat(125_000) + "]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void hideNeitherTypeNorEntityNorObject(String name, String value) {
        assertThat(identify("{\"data\":{\"id\":\"ema_1\",\"data\":" + value + "},\"type\":\"email.created\"}"))
                .as("excluded by its type, behind %s", name)
                .isEqualTo(EXCLUDED);
        assertThat(identify("{\"x\":" + value + ",\"data\":{\"object\":\"email\"},\"type\":\"email.created\"}"))
                .isEqualTo(EXCLUDED);
        assertThat(identify("{\"data\":{\"public_metadata\":" + value + ",\"object\":\"email\"}}"))
                .isEqualTo(new EventIdentity.ExcludedByShape("email"));
        assertThat(identify(
                        "{\"data\":{\"unsafe_metadata\":" + value + ",\"id\":\"user_1\"},\"type\":\"user.updated\"}"))
                .isEqualTo(new EventIdentity.Stored(new EventType("user.updated"), new EntityId("user_1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void areNoJsonWhenTheirEndIsMissing(String name, String value) {
        String whole = "{\"type\":\"email.created\",\"data\":{\"data\":" + value + "}}";
        for (int cut : new int[] {1, 2, whole.length() / 2}) {
            assertThat(identify(whole.substring(0, whole.length() - cut)))
                    .as("%s, cut by %d", name, cut)
                    .isEqualTo(new EventIdentity.Stored(null, null));
        }
    }

    @Property
    void saysWhatATreeWithoutLimitsSays(@ForAll("envelopes") String body) {
        assertThat(identify(body)).isEqualTo(expected(body));
    }

    /** What one wrong character makes of a document is well-formed, or is not, for both. */
    @Property
    void judgesADamagedDocumentAsATreeDoes(
            @ForAll("envelopes") String body, @ForAll("damages") String damage, @ForAll int where) {
        int at = Math.floorMod(where, body.length());
        int end = Math.min(body.length(), at + damage.length());
        for (String damaged : new String[] {
            body.substring(0, at) + damage + body.substring(end),
            body.substring(0, at) + damage + body.substring(at),
            body.substring(0, at) + body.substring(end)
        }) {
            assertThat(identify(damaged)).as(damaged).isEqualTo(expected(damaged));
        }
    }

    @Provide
    Arbitrary<String> damages() {
        return Arbitraries.of(
                ",", ":", "\"", "\\", "{", "}", "[", "]", "0", "-", ".", "e", "t", " ", "\u0001", "\\u12", "null",
                "nul", "//", "'", "\u00fc", "+1", "01", "1.", "\"\"", "\\x", "\n");
    }

    /** Members in any order, with decoys of the names that count at every depth. */
    @Provide
    Arbitrary<String> envelopes() {
        return objects(members(3));
    }

    private static Arbitrary<String> members(int depth) {
        Arbitrary<String> name = Arbitraries.of(
                "type",
                "data",
                "id",
                "object",
                "typ",
                "types",
                "Data",
                "\\u0074ype",
                "d\\u0061ta",
                "i\\u0064",
                "",
                "\\\"",
                "x");
        return Combinators.combine(name, blanks(), values(depth - 1))
                .as((key, blank, value) -> blank + "\"" + key + "\"" + blank + ":" + blank + value + blank);
    }

    private static Arbitrary<String> objects(Arbitrary<String> member) {
        return member.list()
                .ofMaxSize(6)
                .map(members -> members.isEmpty() ? "{ }" : "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(
                "\"email.created\"",
                "\"sms.created\"",
                "\"user.updated\"",
                "\"user_1\"",
                "\"email\"",
                "\"sms_message\"",
                "\"\\u0065mail\"",
                "\"\"",
                "\"a b\"",
                "\"\\ud83d\\ude00 \u00fc\u20ac\"",
                "\"\\\\\\\"\\/\\b\\f\\n\\r\\t\"",
                "null",
                "true",
                "false",
                "0",
                "-12.50e+3",
                "7E-1",
                "[]",
                "{}");
        if (depth == 0) {
            return scalar;
        }
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, scalar),
                net.jqwik.api.Tuple.of(3, Arbitraries.lazy(() -> objects(members(depth)))),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.lazy(() -> values(depth - 1)
                                .list()
                                .ofMaxSize(4)
                                .map(elements -> "[" + String.join(" , ", elements) + "]"))));
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.of("", "", " ", "\n\t\r ");
    }

    private EventIdentity expected(String body) {
        JsonNode root;
        try {
            root = ORACLE.readTree(body);
        } catch (JacksonException invalid) {
            // Which of two values counts is for EventIdentifierTest to say.
            Assume.that(!String.valueOf(invalid.getOriginalMessage()).startsWith("Duplicate"));
            return new EventIdentity.Stored(null, null);
        }
        if (!root.isObject()) {
            return new EventIdentity.Stored(null, null);
        }
        String type = text(root.get("type"));
        JsonNode data = root.path("data");
        String id = text(data.get("id"));
        String object = text(data.get("object"));
        EventType valid = type != null && EventType.isValid(type) ? new EventType(type) : null;
        if (valid != null && valid.value().matches("(email|sms)\\.created")) {
            return new EventIdentity.Excluded(valid);
        }
        if (valid == null && object != null && object.matches("email|sms_message")) {
            return new EventIdentity.ExcludedByShape(object);
        }
        return new EventIdentity.Stored(valid, id != null && EntityId.isValid(id) ? new EntityId(id) : null);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node != null && node.isString() ? node.stringValue() : null;
    }

    private EventIdentity identify(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        assertThat(bytes.length).isLessThanOrEqualTo(CAP);
        return identifier.identify(bytes);
    }
}
