package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** People who wait to be let in. The invitation inside holds a token of its own. */
final class WaitlistEntries implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "email_address",
            "status",
            "is_locked",
            "invitation",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "referrer");

    private final History history;
    private final Dice dice;

    WaitlistEntries(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "waitlistEntry";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject entry = new PlainObject(this, history.ids.next("wle_", now), Owners.NONE, NAMES, now);
        entry.fields
                .plain("object", dice.below(4) == 0 ? "waitlistEntry" : "waitlist_entry")
                .set("email_address", JsonText.quote(Contacts.address(dice)))
                .plain("status", "pending")
                .set("is_locked", dice.pick(List.of("false", "true", "null")))
                .set("invitation", "null")
                .set("referrer", dice.below(8) == 0 ? Metadata.any(dice) : null);
        return entry;
    }

    @Override
    public String change(PlainObject entry) {
        switch (dice.below(4)) {
            case 0 -> {
                entry.fields.plain("status", "rejected");
                entry.finished = true;
            }
            case 1 -> {
                entry.fields.plain("status", "completed");
                entry.finished = true;
            }
            default -> entry.fields.plain("status", "invited").set("invitation", invitation(entry));
        }
        return "updated";
    }

    private String invitation(PlainObject entry) {
        return "{\"object\":\"invitation\",\"id\":\"" + history.ids.next("inv_", history.now())
                + "\",\"email_address\":" + entry.fields.get("email_address")
                + ",\"public_metadata\":{\"url\":\"kept: only the invitation's own holds a token\"}"
                + ",\"status\":\"pending\",\"url\":" + AcceptToken.any(dice) + ",\"created_at\":" + history.now()
                + ",\"updated_at\":" + history.now() + "}";
    }
}
