package dev.rollcall.system;

import dev.rollcall.model.event.InstanceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event in a file, as it is posted: with a time of today, where the file has one at all, since an event of long ago
 * neither binds a database nor is taken without an instance; and of Clerk's form of an instance, where it has one.
 *
 * @param name of the file, for messages
 */
record Payload(String name, byte[] body, ObjectNode envelope) {

    /** Each state is newer than all before it, then come the deletes, children first: so every file has its moment. */
    static final Comparator<Payload> ONE_AFTER_THE_OTHER = Comparator.comparing(Payload::isDelete)
            .thenComparing(payload -> payload.isDelete() ? -payload.entity().ordinal() : 0)
            .thenComparing(Payload::updatedAt)
            .thenComparing(payload -> payload.eventTime().orElse(Instant.EPOCH))
            .thenComparing(Payload::name);

    /** One for all: of two states with equal times the later message wins. */
    private static final long TODAY = System.currentTimeMillis();

    private static final long LARGEST_SECONDS = 100_000_000_000L;

    /** What this test is about: events of other resources are left out. */
    enum Entity {
        USER("user", "clerk.users"),
        ORGANIZATION("organization", "clerk.organizations"),
        MEMBERSHIP("organizationMembership", "clerk.organization_memberships");

        private final String resource;
        private final String table;

        Entity(String resource, String table) {
            this.resource = resource;
            this.table = table;
        }

        String table() {
            return table;
        }

        private static Optional<Entity> of(String eventType) {
            return Stream.of(values())
                    .filter(entity -> eventType.startsWith(entity.resource + "."))
                    .findFirst();
        }
    }

    /** The events of the three entities in the JSON files below a directory. */
    static List<Payload> in(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Payload::read)
                    .filter(payload -> Entity.of(payload.type()).isPresent())
                    .sorted(ONE_AFTER_THE_OTHER)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Payload read(Path file) {
        try {
            ObjectNode envelope = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(file));
            if (envelope.has("timestamp")) {
                envelope.put("timestamp", TODAY);
            }
            if (envelope.has("instance_id")
                    && !InstanceId.isOfClerksForm(envelope.path("instance_id").asString(""))) {
                envelope.put("instance_id", "ins_3Xq8RollcallFixturesOnly002");
            }
            return new Payload(
                    file.getFileName().toString(), JsonMapper.shared().writeValueAsBytes(envelope), envelope);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String type() {
        return envelope.path("type").asString("");
    }

    Entity entity() {
        return Entity.of(type()).orElseThrow();
    }

    boolean isDelete() {
        return type().endsWith(".deleted");
    }

    ObjectNode data() {
        return (ObjectNode) envelope.get("data");
    }

    String id() {
        return data().get("id").asString();
    }

    /** Empty in events of 2024 and earlier. */
    Optional<String> instanceId() {
        return Optional.ofNullable(envelope.get("instance_id")).map(JsonNode::asString);
    }

    /** Milliseconds live, seconds in Clerk's examples; empty in events of 2023. */
    Optional<Instant> eventTime() {
        return Optional.ofNullable(envelope.get("timestamp"))
                .map(JsonNode::asLong)
                .map(time -> time < LARGEST_SECONDS ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time));
    }

    /** Of 2023: nothing tells it from an example of the documentation. */
    boolean isOfNobodyAndNoTime() {
        return instanceId().isEmpty() && eventTime().isEmpty();
    }

    private long updatedAt() {
        JsonNode updatedAt = data().path("updated_at");
        return updatedAt.isNumber()
                ? updatedAt.asLong()
                : data().path("created_at").asLong(0);
    }

    @Override
    public String toString() {
        return name;
    }
}
