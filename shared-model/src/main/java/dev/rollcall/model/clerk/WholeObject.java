package dev.rollcall.model.clerk;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a whole object from a part of one. Clerk adds verbs without notice: a whole object under a new verb is a state
 * like any other; a part that was taken for a state would erase everything that it does not mention.
 */
public final class WholeObject {

    /**
     * The keys that every whole object of a resource seen so far has, without {@code object}, which Clerk spells in
     * several ways. {@code WholeObjectTest} compares them with all examples.
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

    /** Whether it has every key that whole objects of the resource have. */
    public static boolean is(Resource resource, ObjectNode data) {
        return keysOf(resource).stream().allMatch(data::has);
    }

    static Set<String> keysOf(Resource resource) {
        Set<String> keys = KEYS.get(resource);
        if (keys == null) {
            throw new IllegalStateException("no keys of a whole " + resource);
        }
        return keys;
    }
}
