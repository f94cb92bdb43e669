package dev.rollcall.worker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Events about roles, permissions and who has them. Times count in milliseconds from {@link Events#BASE}. */
final class RightsEvents {

    private RightsEvents() {}

    /** A permission as an event or a role carries it. */
    record Permission(String id, String key, long updatedAt) {

        String data() {
            return "{\"id\":\"%s\",\"object\":\"permission\",\"name\":\"P\",\"key\":\"%s\",\"type\":\"user\",\"created_at\":%d,\"updated_at\":%d}"
                    .formatted(id, key, Events.BASE, Events.BASE + updatedAt);
        }

        Events.Event event(String messageId, String verb) {
            return Events.event(messageId, "permission." + verb, updatedAt, id, data());
        }
    }

    static Events.Event role(
            String messageId, String id, String key, long createdAt, long updatedAt, Permission... permissions) {
        return role(messageId, id, key, "R " + messageId, createdAt, updatedAt, Arrays.asList(permissions));
    }

    static Events.Event role(
            String messageId,
            String id,
            String key,
            String name,
            long createdAt,
            long updatedAt,
            List<Permission> permissions) {
        return Events.event(
                messageId,
                "role.updated",
                updatedAt,
                id,
                "{\"id\":\"%s\",\"object\":\"role\",\"name\":\"%s\",\"key\":\"%s\",\"permissions\":[%s],\"created_at\":%d,\"updated_at\":%d}"
                        .formatted(
                                id,
                                name,
                                key,
                                permissions.stream().map(Permission::data).collect(Collectors.joining(",")),
                                Events.BASE + createdAt,
                                Events.BASE + updatedAt));
    }

    static Events.Event member(String messageId, String user, String role, long updatedAt) {
        return Events.membership(messageId, "updated", "orgmem_" + user, "org_1", "user_" + user, updatedAt, role);
    }

    static Events.Event user(String user) {
        return Events.user("msg_user_" + user, "created", "user_" + user, 0, "Test", List.of());
    }

    static Events.Event organization() {
        return Events.organization("msg_org", "created", "org_1", 0, "Example");
    }
}
