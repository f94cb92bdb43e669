package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.announce.ChangeContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The published contracts are those of this code, and real messages on real topics keep to them. */
class ChangeContractIT {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Path PUBLISHED = Path.of("..", "docs", "contracts");

    private static Map<String, String> comments = Map.of();

    @BeforeAll
    static void readComments() {
        try (TestDatabase database = TestDatabase.create()) {
            comments = database.rows("""
                            select format('clerk.%s', c.relname), obj_description(c.oid, 'pg_class') from pg_class c
                            where c.relnamespace = (select oid from pg_namespace where nspname = 'clerk') and c.relkind = 'r'
                            union all
                            select format('clerk.%s.%s', c.relname, a.attname), col_description(c.oid, a.attnum)
                            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                            where c.relnamespace = (select oid from pg_namespace where nspname = 'clerk') and c.relkind = 'r'
                            """).stream()
                    .map(row -> row.split("\\|", 2))
                    .collect(Collectors.toMap(row -> row[0], row -> row[1]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePublishedSchemaIsThatOfTheCode(Resource resource) throws IOException {
        assertPublished(ChangeContract.fileOf(resource), ChangeContract.schemaOf(resource, comments));
    }

    @Test
    void thePublishedAsyncApiDocumentIsThatOfTheCode() throws IOException {
        assertPublished("asyncapi.json", ChangeContract.asyncApi());
    }

    /** With -Drollcall.update=true the files are written instead. */
    private static void assertPublished(String name, JsonNode contract) throws IOException {
        String text = JSON.writeValueAsString(contract).replace("\r\n", "\n") + "\n";
        Path file = PUBLISHED.resolve(name);
        if (Boolean.getBoolean("rollcall.update")) {
            Files.createDirectories(PUBLISHED);
            Files.writeString(file, text);
        }
        assertThat(file).content(StandardCharsets.UTF_8).isEqualTo(text);
    }

    @Test
    void realMessagesOfEveryTopicKeepToTheContract() throws InterruptedException {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Events.Event> events = new ArrayList<>();
            for (Resource resource : Resource.values()) {
                JsonNode data = Events.fixture(resource).get("data");
                String id = data.get("id").stringValue();
                events.add(Events.event(
                        "m_" + resource.ordinal(), resource.eventName() + ".created", 1000, id, data.toString()));
                events.add(Events.deleted("d_" + resource.ordinal(), resource.eventName(), id + "_gone", 2000));
            }
            worker.produce(events);
            worker.start();
            worker.awaitDrained();
            SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
            JsonNode asyncApi = ChangeContract.asyncApi();
            Map<String, Set<Boolean>> seen = new TreeMap<>();
            for (Resource resource : Resource.values()) {
                Schema value = schemas.getSchema(
                        ChangeContract.schemaOf(resource, comments).toString());
                Schema headers = schemas.getSchema(asyncApi.at("/components/messages/" + resource.table() + "/headers")
                        .toString());
                for (ConsumerRecord<byte[], byte[]> message : worker.read(worker.topics.changes(resource))) {
                    seen.computeIfAbsent(resource.table(), table -> new HashSet<>())
                            .add(message.value() == null);
                    if (message.value() != null) {
                        String text = new String(message.value(), StandardCharsets.UTF_8);
                        assertThat(value.validate(text, InputFormat.JSON))
                                .as(text)
                                .isEmpty();
                        assertThat(text).doesNotContain("private_metadata", "unsafe_metadata", "from_a_later_release");
                    }
                    assertThat(headers.validate(headersOf(message), InputFormat.JSON))
                            .as(headersOf(message))
                            .isEmpty();
                }
            }
            // Whole values: a field that is left out of the feed, also of a child, is in none.
            worker.assertFeedIsExact();
            assertThat(seen.keySet())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Resource.values())
                            .map(Resource::table)
                            .toList());
            assertThat(seen.values()).allMatch(values -> values.equals(Set.of(true, false)));
        }
    }

    private static String headersOf(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return JSON.writeValueAsString(headers);
    }
}
