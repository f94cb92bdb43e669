package dev.rollcall.worker.copy.decode;

import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.Losses;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What may be kept of an object that has no table of its own. */
final class SafeContent {

    private static final Set<String> OF_MAIL =
            Set.of("object", "id", "slug", "status", "delivered_by_clerk", "email_address_id", "user_id");
    private static final Set<String> OF_SMS = Set.of(
            "object",
            "id",
            "slug",
            "status",
            "delivered_by_clerk",
            "phone_number_id",
            "user_id",
            "created_at",
            "created_at_ms");

    /**
     * Messages that Clerk sends to people: they carry one-time codes and links that sign in. The gateway leaves them out
     * unless it is told otherwise, and then only these facts of the delivery are kept. By what the type is about, or what the
     * object says it is.
     */
    private static final Map<String, Set<String>> DELIVERY_FACTS =
            Map.of("email", OF_MAIL, "sms", OF_SMS, "sms_message", OF_SMS);

    private SafeContent() {}

    /** The same object, without what must not be kept. */
    static ObjectNode of(EventType type, ObjectNode data) {
        Set<String> facts = facts(type, data);
        if (facts != null) {
            data.retain(facts);
        }
        SecretFields.removeFrom(data);
        return data;
    }

    /** Whether what stood there would have been kept, so that its loss is one. */
    static boolean stores(EventType type, ObjectNode data, Losses.Place place) {
        Set<String> facts = facts(type, data);
        return facts == null ? !SecretFields.isSecretAt(place.field(), place.part()) : facts.contains(place.field());
    }

    /** Null when it is no message. */
    private static @Nullable Set<String> facts(EventType type, ObjectNode data) {
        Set<String> facts = DELIVERY_FACTS.get(type.resource());
        return facts == null ? DELIVERY_FACTS.get(data.path("object").asString("")) : facts;
    }
}
