package dev.rollcall.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** An organization that lives now. */
final class Company extends Living {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "name",
            "slug",
            "image_url",
            "logo_url",
            "has_image",
            "members_count",
            "missing_member_with_elevated_permissions",
            "pending_invitations_count",
            "max_allowed_memberships",
            "admin_delete_enabled",
            "public_metadata",
            "private_metadata",
            "created_by",
            "created_at",
            "updated_at",
            "last_active_at",
            "role_set_key",
            // of a Clerk yet to come
            "billing_region",
            "self_serve_sso");

    final JsonFields fields = new JsonFields(NAMES);
    final List<MembershipSeat> seats = new ArrayList<>();

    private Company(String id, long millis) {
        super(id, millis);
    }

    static Company begin(Dice dice, ClerkIds ids, String createdBy, long millis) {
        Company company = new Company(ids.next("org_", millis), millis);
        String image = "https://img.clerk.com/" + Long.toString(dice.next() >>> 1, 36);
        company.fields
                .plain("object", "organization")
                .plain("id", company.id)
                .set("name", JsonText.quote(dice.pick(Vocabulary.COMPANIES), dice))
                .plain("slug", dice.pick(Vocabulary.WORDS) + "-" + dice.below(1_000_000))
                .plain("image_url", image)
                .set("logo_url", dice.below(3) == 0 ? "null" : '"' + image + '"')
                .set("has_image", dice.below(2) == 0)
                .set("max_allowed_memberships", dice.pick(List.of("5", "20", "0")))
                .set("admin_delete_enabled", dice.below(4) > 0)
                .set("public_metadata", Metadata.any(dice))
                .set("private_metadata", dice.below(2) == 0 ? Metadata.any(dice) : "{}")
                .plain("created_by", createdBy)
                .set("created_at", millis);
        company.optionalFields(dice, millis);
        return company;
    }

    void change(Dice dice, long millis) {
        switch (dice.below(6)) {
            case 0 -> fields.set("name", JsonText.quote(dice.pick(Vocabulary.ODD) + dice.below(100), dice));
            case 1 -> fields.plain("slug", dice.pick(Vocabulary.WORDS) + "-" + dice.below(1_000_000));
            case 2 -> fields.set("public_metadata", Metadata.any(dice));
            case 3 -> fields.set("private_metadata", Metadata.any(dice));
            case 4 -> fields.set("max_allowed_memberships", dice.below(1_000));
            default -> optionalFields(dice, millis);
        }
    }

    /** Some events have them and others lack them: a count that is not sent is unknown, not unchanged. */
    private void optionalFields(Dice dice, long millis) {
        boolean counted = dice.below(2) == 0;
        fields.set("members_count", counted ? Integer.toString(seats.size()) : null)
                .set("pending_invitations_count", counted ? Integer.toString(dice.below(4)) : null)
                .set("missing_member_with_elevated_permissions", counted ? "false" : null)
                .set("last_active_at", dice.below(2) == 0 ? Long.toString(millis - millis % 86_400_000) : null)
                .set("role_set_key", dice.below(3) == 0 ? "\"role_set:default\"" : null)
                .set("billing_region", dice.below(10) == 0 ? "\"eu\"" : null)
                .set("self_serve_sso", dice.below(12) == 0 ? Metadata.any(dice) : null);
    }

    /** As inside a membership: newer than the organization's own last event, and only part of it. */
    String embedded(Dice dice, long millis) {
        return fields.copy()
                .set("created_by", null)
                .set("private_metadata", null)
                .set("members_count", seats.size())
                .set("pending_invitations_count", dice.below(4))
                .set("name", JsonText.quote("embedded, must not be stored"))
                .set("updated_at", millis + dice.below(500))
                .toJson(dice);
    }
}
