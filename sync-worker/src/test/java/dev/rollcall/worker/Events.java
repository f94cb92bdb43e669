package dev.rollcall.worker;

import dev.rollcall.model.clerk.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of Clerk events, as small as the case allows. Times count in milliseconds from {@link #BASE}. */
public final class Events {

    public static final String INSTANCE = "ins_test00000000000000000000000";

    /** Late enough for milliseconds, long past. */
    public static final long BASE = 1_700_000_000_000L;

    /** Numbers as they were written, and keys of any length. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Events() {}

    /** An event about to be produced. */
    public record Event(String messageId, String key, String body) {

        public byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** One resource's example: its {@code verbs}, its {@code data}, and what its {@code deleted} carries. */
    public static ObjectNode fixture(Resource resource) {
        try (InputStream file = Events.class.getResourceAsStream("/events/" + resource.eventName() + ".json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(file, resource.eventName()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Event event(String messageId, String type, long timestamp, String id, String data) {
        String body = "{\"data\":" + data + ",\"instance_id\":\"" + INSTANCE + "\",\"object\":\"event\",\"timestamp\":"
                + (BASE + timestamp) + ",\"type\":\"" + type + "\"}";
        return new Event(messageId, id, body);
    }

    public static Event user(
            String messageId, String verb, String id, long updatedAt, String firstName, List<String> emails) {
        String addresses = emails.stream()
                .map(email -> "{\"id\":\"idn_" + Integer.toHexString(email.hashCode()) + "\",\"email_address\":\""
                        + email + "\",\"verification\":{\"status\":\"verified\"}}")
                .collect(Collectors.joining(","));
        return event(
                messageId,
                "user." + verb,
                updatedAt + 7,
                id,
                "{\"id\":\"" + id + "\",\"object\":\"user\",\"first_name\":\"" + firstName
                        + "\",\"banned\":false,\"public_metadata\":{\"n\":" + updatedAt
                        + "},\"email_addresses\":[" + addresses + "],\"favourite_colour\":\"blue\",\"created_at\":1,"
                        + "\"updated_at\":" + (BASE + updatedAt) + "}");
    }

    public static Event organization(String messageId, String verb, String id, long updatedAt, String name) {
        return event(
                messageId,
                "organization." + verb,
                updatedAt + 7,
                id,
                "{\"id\":\"" + id + "\",\"object\":\"organization\",\"name\":\"" + name + "\",\"updated_at\":"
                        + (BASE + updatedAt) + "}");
    }

    public static Event membership(
            String messageId, String verb, String id, String organization, String user, long updatedAt, String role) {
        return event(
                messageId,
                "organizationMembership." + verb,
                updatedAt + 7,
                id,
                membershipData(id, organization, user, updatedAt, role));
    }

    /** As live: the whole object, with the updated_at of its last update. */
    public static Event membershipDeleted(
            String messageId, String id, String organization, String user, long updatedAt, long at) {
        return event(
                messageId,
                "organizationMembership.deleted",
                at,
                id,
                membershipData(id, organization, user, updatedAt, "org:gone"));
    }

    private static String membershipData(String id, String organization, String user, long updatedAt, String role) {
        return "{\"id\":\"" + id + "\",\"object\":\"organization_membership\",\"role\":\"" + role
                + "\",\"organization\":{\"id\":\"" + organization
                + "\",\"name\":\"x\"},\"public_user_data\":{\"user_id\":\""
                + user + "\",\"identifier\":\"a@b.c\"},\"updated_at\":" + (BASE + updatedAt) + "}";
    }

    public static Event deleted(String messageId, String resource, String id, long at) {
        return event(
                messageId, resource + ".deleted", at, id, "{\"id\":\"" + id + "\",\"deleted\":true,\"object\":\"x\"}");
    }
}
