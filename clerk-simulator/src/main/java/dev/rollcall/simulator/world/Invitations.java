package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** Into organizations. They have no delete; they end with their organization. */
final class Invitations implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "email_address",
            "role",
            "role_name",
            "organization_id",
            "public_organization_data",
            "inviter_id",
            "public_inviter_data",
            "status",
            "public_metadata",
            "private_metadata",
            "url",
            "user_id",
            "data",
            "expires_at",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "reminders");

    private final History history;
    private final Dice dice;

    Invitations(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "organizationInvitation";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject invitation =
                new PlainObject(this, history.ids.next("orginv_", now), new Owners(company.id, null), NAMES, now);
        invitation
                .fields
                .plain("object", "organization_invitation")
                .set("email_address", JsonText.quote(Contacts.address(dice)))
                .plain("role", "org:member")
                .set("role_name", JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .plain("organization_id", company.id)
                .set("public_organization_data", dice.below(3) == 0 ? company.embedded(dice, now) : null)
                .plain("status", "pending")
                .set("public_metadata", Metadata.any(dice))
                .set("private_metadata", dice.pick(List.of("null", "{}", "{\"salary\":1e3}")))
                .set("url", dice.below(10) == 0 ? "null" : AcceptToken.any(dice))
                .set("expires_at", dice.below(10) == 0 ? "null" : Long.toString(now + 2_592_000_000L))
                .set("reminders", dice.below(8) == 0 ? "3" : null);
        invitedBy(invitation, user);
        return invitation;
    }

    @Override
    public String change(PlainObject invitation) {
        String verb = dice.pick(List.of("accepted", "revoked"));
        invitation.fields.plain("status", verb);
        if (verb.equals("accepted")) {
            invitation
                    .fields
                    .plain("user_id", history.users.pick(dice).id)
                    .set("data", "{\"object\":\"organization_invitation\",\"weight\":1.50}");
        }
        invitation.finished = true;
        return verb;
    }

    /** Older events do not name the inviter, or only in the embedded user. */
    private void invitedBy(PlainObject invitation, UserAccount user) {
        String embedded = "{\"user_id\":\"" + user.id + "\",\"identifier\":" + JsonText.quote(user.address)
                + ",\"has_image\":false}";
        switch (dice.below(4)) {
            case 0 -> invitation.fields.set("inviter_id", "null");
            case 1 -> invitation.fields.set("public_inviter_data", embedded);
            case 2 -> invitation.fields.set("inviter_id", "\"\"").set("public_inviter_data", embedded);
            default -> invitation.fields.plain("inviter_id", user.id).set("public_inviter_data", embedded);
        }
    }
}
