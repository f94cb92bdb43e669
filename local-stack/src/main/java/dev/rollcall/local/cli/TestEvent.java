package dev.rollcall.local.cli;

import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.startup.command.Likely;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One event that is sent by hand: Clerk's envelope, with an object that was invented or comes from a file. */
final class TestEvent {

    /** Far enough into a world for every type to have happened. */
    private static final int FAR = 20_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String messageId =
            "msg_" + UUID.randomUUID().toString().replace("-", "").substring(0, 27);
    private final ObjectNode envelope;
    private final ObjectNode data;
    private Instant sentAt = Instant.EPOCH;

    private TestEvent(ObjectNode envelope, ObjectNode data) {
        this.envelope = envelope;
        this.data = data;
    }

    /** The first event of the type in a world. */
    static TestEvent invented(String type, long seed) {
        WebhookEvent found = World.of(WorldSettings.of(seed, FAR))
                .events()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow(() -> unknown(type));
        ObjectNode envelope = (ObjectNode) JSON.readTree(found.body());
        return new TestEvent(envelope, (ObjectNode) envelope.get("data"));
    }

    /** What a file has: the object, or the whole event. */
    static TestEvent of(String type, Path file) throws IOException {
        JsonNode read;
        try {
            read = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException(file + " is not JSON", notJson);
        }
        if (!(read instanceof ObjectNode object)) {
            throw new IllegalArgumentException(
                    file + " has to hold a JSON object: what is under \"data\", or the event");
        }
        boolean whole = object.path("data").isObject() && object.path("type").isString();
        ObjectNode envelope = whole ? object : JSON.createObjectNode();
        if (!whole) {
            envelope.set("data", object);
        }
        envelope.put("object", "event");
        envelope.put("type", type);
        return new TestEvent(envelope, (ObjectNode) envelope.get("data"));
    }

    /** With what may have been meant, or else what there is of the same kind of object, or else the kinds. */
    private static IllegalArgumentException unknown(String type) {
        List<String> types = World.of(WorldSettings.of(1, FAR))
                .events()
                .map(WebhookEvent::type)
                .distinct()
                .sorted()
                .toList();
        String said = "no event is called " + type;
        String suggestion = Likely.suggestion(type, types.stream());
        if (!suggestion.isEmpty()) {
            return new IllegalArgumentException(said + suggestion);
        }
        List<String> akin = types.stream()
                .filter(known -> known.startsWith(kind(type) + "."))
                .toList();
        return new IllegalArgumentException(
                akin.isEmpty()
                        ? "%s; it begins with one of %s"
                                .formatted(
                                        said,
                                        types.stream()
                                                .map(TestEvent::kind)
                                                .distinct()
                                                .collect(Collectors.joining(", ")))
                        : "%s; there are %s".formatted(said, String.join(", ", akin)));
    }

    /** Of the object. */
    private static String kind(String type) {
        return type.substring(0, Math.max(type.lastIndexOf('.'), 0));
    }

    /** @param always also where the event names an instance */
    void ofInstance(String instanceId, boolean always) {
        if (always || !envelope.path("instance_id").isString()) {
            envelope.put("instance_id", instanceId);
        }
    }

    /** Sent now, of an object that has just become what it is: else an older version would be passed over. */
    void at(Instant now, Set<String> given) {
        sentAt = now;
        envelope.put("timestamp", now.toEpochMilli());
        boolean created = type().endsWith(".created");
        for (String time : created ? Set.of("created_at", "updated_at") : Set.of("updated_at")) {
            if (data.has(time) && !given.contains(time)) {
                data.put(time, now.toEpochMilli());
            }
        }
    }

    /** Sets a field; {@code a.b} is b in a. */
    void set(String path, String value) {
        ObjectNode in = data;
        String[] names = path.split("\\.", -1);
        for (int at = 0; at < names.length - 1; at++) {
            JsonNode next = in.path(names[at]);
            in = next instanceof ObjectNode object ? object : in.putObject(names[at]);
        }
        in.set(names[names.length - 1], json(value));
    }

    private static JsonNode json(String value) {
        try {
            return JSON.readTree(value);
        } catch (JacksonException text) {
            return JSON.getNodeFactory().stringNode(value);
        }
    }

    String type() {
        return envelope.path("type").asString();
    }

    String instance() {
        return envelope.path("instance_id").asString();
    }

    /** Of the object. */
    String id() {
        return data.path("id").asString("(without an id)");
    }

    String messageId() {
        return messageId;
    }

    Instant sentAt() {
        return sentAt;
    }

    byte[] body() {
        return JSON.writeValueAsBytes(envelope);
    }
}
