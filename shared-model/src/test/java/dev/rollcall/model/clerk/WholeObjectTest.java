package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.Losses;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The keys of a whole object are those that every example has: ours of several years, Clerk's where they lie beside the project. */
class WholeObjectTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<Path> EVENTS = List.of(
            Path.of("..", "system-tests", "src", "test", "resources", "events"),
            Path.of("..", "..", "shared", "payloads"));

    /** The smallest whole objects that were seen: of live instances, of older versions, of public reports. */
    private static final Path SMALLEST = Path.of("src", "test", "resources", "whole");

    /** Written for a table: every field that Clerk documents. */
    private static final Path FULL = Path.of("..", "sync-worker", "src", "test", "resources", "events");

    /** A user of 2023 did not say it yet. A ban must not be lifted by an object that does not know of bans. */
    private static final Map<Resource, Set<String>> ASKED_FOR = Map.of(Resource.USER, Set.of("banned"));

    /** Those whose smallest whole object was seen. */
    static Stream<Resource> seen() {
        return Stream.of(Resource.values())
                .filter(resource -> Files.exists(SMALLEST.resolve(resource.eventName() + ".json")));
    }

    @Test
    void ofAResourceThatHasFewExamplesAWholeObjectHasEveryFieldOfTheRecord() {
        assertThat(WholeObject.declared(OrganizationMembership.class))
                .containsExactlyInAnyOrder(
                        "id",
                        "organization",
                        "public_user_data",
                        "role",
                        "role_name",
                        "permissions",
                        "public_metadata",
                        "private_metadata",
                        "created_at",
                        "updated_at");
        assertThat(Stream.of(Resource.values())
                        .filter(resource -> WholeObject.keysOf(resource).equals(WholeObject.declared(resource.type()))))
                .doesNotContainAnyElementsOf(seen().toList());
    }

    @ParameterizedTest
    @MethodSource("seen")
    void theKeysAreThoseOfEveryExample(Resource resource) throws IOException {
        Set<String> common = null;
        for (ObjectNode example : examples(resource)) {
            Set<String> keys = new HashSet<>(example.propertyNames());
            common = common == null ? keys : common;
            common.retainAll(keys);
        }
        assertThat(common).isNotNull();
        common.remove("object");
        common.addAll(ASKED_FOR.getOrDefault(resource, Set.of()));
        assertThat(WholeObject.keysOf(resource)).isEqualTo(common);
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void theyNameTheObjectItsTimesAndItsChildren(Resource resource) {
        Set<String> children = new HashSet<>(Set.of("id", "created_at", "updated_at"));
        for (RecordComponent component : resource.type().getRecordComponents()) {
            if (component.getType().equals(List.class)) {
                children.add(FieldName.of(component));
            }
        }
        assertThat(WholeObject.keysOf(resource)).containsAll(children);
    }

    @ParameterizedTest
    @MethodSource("seen")
    void withoutAnyOfThemItIsAPart(Resource resource) throws IOException {
        ObjectNode smallest = (ObjectNode) read(SMALLEST.resolve(resource.eventName() + ".json"));
        assertThat(WholeObject.is(resource, smallest, new Losses())).isTrue();
        for (String key : WholeObject.keysOf(resource)) {
            ObjectNode part = smallest.deepCopy();
            part.remove(key);
            assertThat(WholeObject.is(resource, part, new Losses())).as(key).isFalse();
            Losses lost = new Losses();
            lost.lose(key, null);
            assertThat(WholeObject.is(resource, part, lost))
                    .as("%s came and could not be taken", key)
                    .isTrue();
            Losses within = new Losses();
            within.lose(key, "part");
            assertThat(WholeObject.is(resource, part, within)).as(key).isFalse();
        }
    }

    private static List<ObjectNode> examples(Resource resource) throws IOException {
        Stream.Builder<JsonNode> found = Stream.builder();
        found.add(read(SMALLEST.resolve(resource.eventName() + ".json")));
        found.add(read(FULL.resolve(resource.eventName() + ".json")).get("data"));
        for (Path folder : EVENTS) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(
                                    each -> each.getFileName().toString().startsWith(resource.eventName() + "."))
                            .toList()) {
                        JsonNode event = read(file);
                        if (!event.get("type").asString().endsWith(".deleted")) {
                            found.add(event.get("data"));
                        }
                    }
                }
            }
        }
        return found.build().map(ObjectNode.class::cast).toList();
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }
}
