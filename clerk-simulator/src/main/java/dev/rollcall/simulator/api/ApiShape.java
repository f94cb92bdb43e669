package dev.rollcall.simulator.api;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A webhook's object as the API shows it. For most kinds both are the same; the differences are those of version 2026-05-12
 * against the webhooks of 2025-04-15.
 */
final class ApiShape {

    private ApiShape() {}

    /** @param owners of the object; an invitation's list names its organization */
    static ObjectNode of(ApiTable table, ObjectNode webhook, Owners owners) {
        ObjectNode object = webhook.deepCopy();
        switch (table) {
            case INVITATIONS -> invitation(object);
            case MEMBERSHIPS -> {
                if (!object.has("private_metadata")) {
                    object.putObject("private_metadata");
                }
            }
            case ORGANIZATIONS -> object.remove(List.of("members_count", "missing_member_with_elevated_permissions"));
            case DOMAINS -> renamed(object, "verification", "affiliation_verification");
            case SUBSCRIPTION_ITEMS -> item(object, owners);
            case USERS, ROLES, PERMISSIONS, WAITLIST -> {}
        }
        return object;
    }

    static ObjectNode session(ObjectNode webhook) {
        ObjectNode object = webhook.deepCopy();
        object.remove("user");
        object.putArray("tasks");
        return object;
    }

    /** Only the webhook of an accepted invitation knows who accepted. */
    private static void invitation(ObjectNode object) {
        object.remove(List.of("user_id", "data"));
    }

    /** The new dialect: other names, amounts as objects, null for what does not exist. */
    private static void item(ObjectNode object, Owners owners) {
        renamed(object, "interval", "plan_period");
        object.remove("subscription_id");
        if (object.get("plan") instanceof ObjectNode plan && plan.path("amount").isNumber()) {
            ObjectNode fee = plan.putObject("fee");
            fee.set("amount", plan.get("amount"));
            fee.put("currency", plan.path("currency").asString("USD"));
            plan.remove("amount");
        }
        if (object.get("payer") instanceof ObjectNode payer) {
            payer.properties().forEach(field -> {
                if (field.getValue().isString()
                        && field.getValue().stringValue().isEmpty()) {
                    field.setValue(payer.nullNode());
                }
            });
        }
        object.put("payer_id", owners.organizationId() == null ? owners.userId() : owners.organizationId());
    }

    private static void renamed(ObjectNode object, String name, String other) {
        JsonNode value = object.remove(name);
        if (value != null) {
            object.set(other, value);
        }
    }
}
