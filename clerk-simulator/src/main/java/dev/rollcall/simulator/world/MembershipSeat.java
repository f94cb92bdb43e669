package dev.rollcall.simulator.world;

import java.util.List;

/** A membership that lives now. */
final class MembershipSeat extends Living {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "role",
            "role_name",
            "permissions",
            "public_metadata",
            "private_metadata",
            "organization",
            "public_user_data",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "seat_type",
            "joined_via");

    private static final FieldNames USER_DATA = FieldNames.of(
            "user_id",
            "first_name",
            "last_name",
            "profile_image_url",
            "image_url",
            "has_image",
            "identifier",
            "username",
            "banned",
            "deprovisioned");

    private static final List<List<String>> ROLES = List.of(
            List.of(
                    "org:admin",
                    "Admin",
                    "[\"org:sys_profile:manage\",\"org:sys_profile:delete\","
                            + "\"org:sys_memberships:read\",\"org:sys_memberships:manage\",\"org:sys_domains:read\","
                            + "\"org:sys_domains:manage\",\"org:sys_billing:read\",\"org:sys_billing:manage\"]"),
            List.of("org:member", "Member", "[\"org:sys_memberships:read\",\"org:sys_billing:read\"]"),
            List.of("org:bücher_editor", "Éditeur 📚", "[\"org:books:edit\",\"org:books:publish\"]"),
            List.of("basic_member", "Member", "[]"));

    final Company company;
    final UserAccount user;
    final JsonFields fields = new JsonFields(NAMES);

    private MembershipSeat(String id, Company company, UserAccount user, long millis) {
        super(id, millis);
        this.company = company;
        this.user = user;
    }

    static MembershipSeat begin(Dice dice, ClerkIds ids, Company company, UserAccount user, long millis) {
        MembershipSeat seat = new MembershipSeat(ids.next("orgmem_", millis), company, user, millis);
        seat.fields
                .plain("object", "organization_membership")
                .plain("id", seat.id)
                .set("public_metadata", dice.below(4) == 0 ? Metadata.any(dice) : "{}")
                .set("private_metadata", dice.below(4) == 0 ? Metadata.any(dice) : null)
                .set("created_at", millis)
                .set("seat_type", dice.below(10) == 0 ? "\"guest\"" : null)
                .set("joined_via", dice.below(15) == 0 ? "{\"kind\":\"domain\",\"weight\":1.50}" : null);
        seat.role(dice.pick(ROLES));
        return seat;
    }

    Meaning.Owners owners() {
        return new Meaning.Owners(company.id, user.id);
    }

    void change(Dice dice) {
        if (dice.below(3) > 0) {
            role(dice.pick(ROLES));
        } else {
            fields.set("public_metadata", Metadata.any(dice));
        }
    }

    /** Fills in the copies of organization and user as they are now. */
    JsonFields withCopies(Dice dice, long millis) {
        UserAccount member = user;
        JsonFields copy = new JsonFields(USER_DATA)
                .plain("user_id", member.id)
                .set("first_name", member.fields.get("first_name"))
                .set("last_name", member.fields.get("last_name"))
                .set("profile_image_url", member.fields.get("profile_image_url"))
                .set("image_url", member.fields.get("image_url"))
                .set("has_image", member.fields.get("has_image"))
                .set("identifier", JsonText.quote(member.address))
                .set("username", member.fields.get("username"));
        if (dice.below(2) == 0) {
            copy.set("banned", member.fields.get("banned")).set("deprovisioned", false);
        }
        return fields.set("organization", company.embedded(dice, millis)).set("public_user_data", copy.toJson(dice));
    }

    private void role(List<String> role) {
        fields.plain("role", role.get(0)).plain("role_name", role.get(1)).set("permissions", role.get(2));
    }
}
