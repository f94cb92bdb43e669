package dev.rollcall.worker.copy.decode;

import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.Losses;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What may be kept of an object that has no table of its own. */
final class SafeContent {

    /**
     * Messages that Clerk sends to people: they carry one-time codes and links that sign in. The gateway leaves them out
     * unless it is told otherwise, and then only these facts of the delivery are kept.
     */
    private static final Map<String, Set<String>> DELIVERY_FACTS = Map.of(
            "email",
            Set.of("object", "id", "slug", "status", "delivered_by_clerk", "email_address_id", "user_id"),
            "sms",
            Set.of(
                    "object",
                    "id",
                    "slug",
                    "status",
                    "delivered_by_clerk",
                    "phone_number_id",
                    "user_id",
                    "created_at",
                    "created_at_ms"));

    private SafeContent() {}

    /** The same object, without what must not be kept. */
    static ObjectNode of(EventType type, ObjectNode data) {
        Set<String> facts = DELIVERY_FACTS.get(type.resource());
        if (facts != null) {
            data.retain(facts);
        }
        SecretFields.removeFrom(data);
        return data;
    }

    /** Whether what stood there would have been kept, so that its loss is one. */
    static boolean stores(EventType type, Losses.Place place) {
        Set<String> facts = DELIVERY_FACTS.get(type.resource());
        return facts == null ? !SecretFields.isSecretAt(place.field(), place.part()) : facts.contains(place.field());
    }
}
