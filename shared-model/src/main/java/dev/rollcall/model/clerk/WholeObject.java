package dev.rollcall.model.clerk;

import dev.rollcall.model.event.Losses;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a whole object from a part of one. Clerk adds verbs without notice: a whole object under a new verb is a state
 * like any other; a part that was taken for a state would erase everything that it does not mention.
 */
public final class WholeObject {

    /**
     * The keys that every whole object of a resource seen so far has, without {@code object}, which Clerk spells in
     * several ways. {@code WholeObjectTest} compares them with all examples. A resource that is not named here has few
     * examples yet: its object is whole when it has every field that the record declares.
     */
    private static final Map<Resource, Set<String>> KEYS = Map.ofEntries(
            Map.entry(
                    Resource.ORGANIZATION, Set.of("id", "name", "slug", "public_metadata", "created_at", "updated_at")),
            Map.entry(
                    Resource.USER,
                    Set.of(
                            "id",
                            "first_name",
                            "last_name",
                            "primary_email_address_id",
                            "email_addresses",
                            "phone_numbers",
                            "external_accounts",
                            "web3_wallets",
                            "public_metadata",
                            "private_metadata",
                            "unsafe_metadata",
                            "banned",
                            "created_at",
                            "updated_at")),
            Map.entry(
                    Resource.ORGANIZATION_MEMBERSHIP,
                    Set.of("id", "organization", "public_user_data", "role", "created_at", "updated_at")),
            Map.entry(
                    Resource.ORGANIZATION_INVITATION,
                    Set.of("id", "organization_id", "email_address", "role", "status", "created_at", "updated_at")),
            Map.entry(
                    Resource.ORGANIZATION_DOMAIN,
                    Set.of("id", "organization_id", "name", "enrollment_mode", "created_at", "updated_at")),
            Map.entry(Resource.ROLE, Set.of("id", "name", "key", "permissions", "created_at", "updated_at")),
            Map.entry(Resource.PERMISSION, Set.of("id", "name", "key", "type", "created_at", "updated_at")),
            Map.entry(Resource.SESSION, Set.of("id", "user_id", "status", "created_at", "updated_at")),
            Map.entry(Resource.WAITLIST_ENTRY, Set.of("id", "email_address", "status", "created_at", "updated_at")),
            Map.entry(Resource.SUBSCRIPTION, Set.of("id", "status", "items", "payer", "created_at", "updated_at")),
            Map.entry(
                    Resource.SUBSCRIPTION_ITEM,
                    Set.of("id", "status", "subscription_id", "plan_id", "created_at", "updated_at")),
            Map.entry(Resource.PAYMENT_ATTEMPT, Set.of("id", "status", "payer", "totals", "created_at", "updated_at")));

    private WholeObject() {}

    /**
     * Whether it has every key that whole objects of the resource have.
     *
     * @param losses what was left out of {@code data} while it was read: a key that came and could not be taken is there
     */
    public static boolean is(Resource resource, ObjectNode data, Losses losses) {
        return keysOf(resource).stream().allMatch(key -> data.has(key) || losses.isLost(key));
    }

    static Set<String> keysOf(Resource resource) {
        Set<String> keys = KEYS.get(resource);
        return keys == null ? declared(resource.type()) : keys;
    }

    /** Every field that the record reads: nothing of its row can be erased by an object that has them all. */
    static Set<String> declared(Class<? extends ClerkObject> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> {
                    From from = component.getAnnotation(From.class);
                    return from == null ? FieldName.of(component) : from.embedded();
                })
                .filter(field -> !field.equals(RecordShape.EXTRA))
                .collect(Collectors.toUnmodifiableSet());
    }
}
