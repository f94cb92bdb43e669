package dev.rollcall.simulator.api;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A webhook's object as the API shows it. For most kinds both are the same; the differences are those of version 2026-05-12
 * against the webhooks of 2025-04-15.
 */
final class ApiShape {

    private static final List<String> COUNTS =
            List.of("members_count", "missing_member_with_elevated_permissions", "pending_invitations_count");

    private ApiShape() {}

    /** @param object a copy, which becomes what the API shows */
    static ObjectNode of(ApiTable table, ObjectNode object) {
        switch (table) {
            case INVITATIONS -> invitation(object);
            case MEMBERSHIPS -> {
                if (!object.has("private_metadata")) {
                    object.putObject("private_metadata");
                }
            }
            // They come when they are asked for.
            case ORGANIZATIONS -> object.remove(COUNTS);
            case SUBSCRIPTION_ITEMS -> item(object);
            case USERS, DOMAINS, ROLES, PERMISSIONS, WAITLIST -> {}
        }
        return object;
    }

    /** A field of the future, one that live users have and no description, and an optional one that is absent today. */
    static ObjectNode newer(ApiTable table, ObjectNode object) {
        object.putObject("of_a_clerk_yet_to_come").put("level", "unheard_of");
        if (table == ApiTable.USERS) {
            object.put("requires_password_reset", false);
            object.remove("legal_accepted_at");
        }
        return object;
    }

    static ObjectNode session(ObjectNode object) {
        object.remove("user");
        object.putArray("tasks");
        return object;
    }

    /** One for each payer, in the new dialect. What only webhooks have is absent, not null. */
    static ObjectNode subscription(ObjectNode object, String instanceId) {
        renamed(object, "items", "subscription_items");
        for (JsonNode item : object.path("subscription_items")) {
            if (item instanceof ObjectNode part) {
                item(part);
            }
        }
        object.remove(List.of("canceled_at", "ended_at", "latest_payment_id", "payment_source_id", "payer"));
        return object.put("instance_id", instanceId).put("eligible_for_free_trial", false);
    }

    static ObjectNode paymentAttempt(ObjectNode object) {
        object.remove(List.of("invoice_id", "failed_reason", "billing_date", "subscription_items"));
        object.put("object", "commerce_payment");
        if (object.remove("payment_source") instanceof ObjectNode source) {
            object.set("payment_method_id", source.get("id"));
            object.putObject("payment_method").set("payment_type", source.path("payment_method"));
        }
        return object;
    }

    /** Only the webhook of an accepted invitation knows who accepted. */
    private static void invitation(ObjectNode object) {
        object.remove(List.of("user_id", "data"));
        if (!object.has("public_organization_data")) {
            object.putObject("public_organization_data").set("id", object.path("organization_id"));
        }
    }

    /** The new dialect: other names, amounts as objects, null for what does not exist. */
    private static void item(ObjectNode object) {
        renamed(object, "interval", "plan_period");
        object.remove("subscription_id");
        if (object.get("plan") instanceof ObjectNode plan && plan.path("amount").isNumber()) {
            ObjectNode fee = plan.putObject("fee");
            fee.set("amount", plan.remove("amount"));
            fee.put("currency", plan.path("currency").asString("USD"));
        }
        if (object.get("payer") instanceof ObjectNode payer) {
            payer.properties().forEach(field -> {
                if (field.getValue().isString()
                        && field.getValue().stringValue().isEmpty()) {
                    field.setValue(payer.nullNode());
                }
            });
            if (object.path("payer_id").asString("").isEmpty()) {
                object.set("payer_id", payer.path("id"));
            }
        }
    }

    private static void renamed(ObjectNode object, String name, String other) {
        JsonNode value = object.remove(name);
        if (value != null) {
            object.set(other, value);
        }
    }
}
