package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** Objects that have no table of their own in this release: they end in {@code clerk.other_objects}. */
final class OtherStories {

    /** More would only make the recent ones change less often. */
    private static final int MOST_REMEMBERED = 200;

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "status",
            "email_address",
            "role",
            "role_name",
            "organization_id",
            "inviter_id",
            "public_inviter_data",
            "public_metadata",
            "private_metadata",
            "url",
            "expires_at",
            "user_id",
            "user",
            "client_id",
            "actor",
            "last_active_organization_id",
            "last_active_at",
            "latest_activity",
            "expire_at",
            "abandon_at",
            "name",
            "key",
            "description",
            "type",
            "is_creator_eligible",
            "permissions",
            "enrollment_mode",
            "affiliation_email_address",
            "affiliation_verification",
            "ownership_verification",
            "verification",
            "total_pending_invitations",
            "total_pending_suggestions",
            "public_organization_data",
            "is_locked",
            "invitation",
            "created_at",
            "updated_at");

    private final History history;
    private final Dice dice;
    private final Pool<Thing> things = new Pool<>();

    OtherStories(History history) {
        this.history = history;
        dice = history.dice;
    }

    void happen() {
        if (things.size() > 0 && dice.below(5) < 2) {
            continueOne(things.pick(dice));
            return;
        }
        Thing thing = switch (dice.below(6)) {
            case 0 -> session();
            case 1 -> role();
            case 2 -> permission();
            case 3 -> invitation();
            case 4 -> domain();
            default -> waitlistEntry();
        };
        history.state(thing.resource, "created", thing, thing.fields, thing.owners, 0);
        if (things.size() < MOST_REMEMBERED) {
            things.add(thing);
        }
    }

    private void continueOne(Thing thing) {
        switch (thing.resource) {
            case "session" -> finish(thing, dice.pick(List.of("ended", "removed", "revoked")));
            case "organizationInvitation" -> finish(thing, dice.pick(List.of("accepted", "revoked")));
            case "waitlistEntry" -> {
                thing.fields.plain("status", "invited").set("invitation", invitationOf(thing));
                history.state(thing.resource, "updated", thing, thing.fields, thing.owners, 0);
                things.remove(thing);
            }
            default -> updateOrDelete(thing);
        }
    }

    /** Its last state, but a state: only a type that ends in {@code .deleted} ends a row. */
    private void finish(Thing thing, String verb) {
        thing.fields.plain("status", verb);
        history.state(thing.resource, verb, thing, thing.fields, thing.owners, 0);
        things.remove(thing);
    }

    private void updateOrDelete(Thing thing) {
        if (dice.below(3) > 0) {
            thing.fields.set("description", JsonText.quote(dice.pick(Vocabulary.ODD), dice));
            history.state(thing.resource, "updated", thing, thing.fields, thing.owners, 0);
            return;
        }
        String object = String.valueOf(thing.fields.get("object"));
        history.end(
                thing.resource,
                thing,
                "{\"object\":" + object + ",\"id\":\"" + thing.id + "\",\"slug\":null,\"deleted\":true}",
                Owners.NONE);
        things.remove(thing);
    }

    private Thing session() {
        UserAccount user = history.users.pick(dice);
        Thing thing = begin("session", "session", "sess_", new Owners(null, user.id));
        thing.fields
                .plain("user_id", user.id)
                .set("user", user.fields.toJson(dice))
                .plain("client_id", history.ids.next("client_", history.now()))
                .set("actor", "null")
                .plain("status", "active")
                .set("last_active_organization_id", "null")
                .set("last_active_at", history.now())
                .set(
                        "latest_activity",
                        "{\"object\":\"session_activity\",\"id\":\"" + history.ids.next("sess_activity_", history.now())
                                + "\",\"is_mobile\":false,\"ip_address\":\"" + Vocabulary.address(dice)
                                + "\",\"city\":\"Zürich\",\"country\":\"CH\"}")
                .set("expire_at", history.now() + 604_800_000L)
                .set("abandon_at", history.now() + 2_592_000_000L);
        return thing;
    }

    private Thing role() {
        Thing thing = begin("role", "role", "role_", Owners.NONE);
        thing.fields
                .plain("name", "Editor " + dice.below(100))
                .plain("key", "org:editor" + dice.below(100))
                .set("description", dice.below(3) == 0 ? "null" : JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .set("is_creator_eligible", false)
                .set(
                        "permissions",
                        "[{\"object\":\"permission\",\"id\":\"" + history.ids.next("perm_", history.now())
                                + "\",\"name\":\"Edit\",\"key\":\"org:books:edit\",\"description\":\"\",\"type\":\"user\"}]");
        return thing;
    }

    private Thing permission() {
        Thing thing = begin("permission", "permission", "perm_", Owners.NONE);
        thing.fields
                .plain("name", "Publish")
                .plain("key", "org:books:publish" + dice.below(100))
                .set("description", JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .plain("type", "user");
        return thing;
    }

    private Thing invitation() {
        Company company = history.companies.pick(dice);
        Thing thing =
                begin("organizationInvitation", "organization_invitation", "orginv_", new Owners(company.id, null));
        UserAccount inviter = history.users.pick(dice);
        thing.fields
                .plain("status", "pending")
                .set("email_address", JsonText.quote(Contacts.address(dice)))
                .plain("role", "org:member")
                .plain("role_name", "Member")
                .plain("organization_id", company.id)
                .plain("inviter_id", inviter.id)
                .set("public_inviter_data", "{\"user_id\":\"" + inviter.id + "\",\"has_image\":false}")
                .set("public_metadata", Metadata.any(dice))
                .set("private_metadata", "{}")
                .set("url", token())
                .set("expires_at", history.now() + 2_592_000_000L);
        return thing;
    }

    private Thing domain() {
        Company company = history.companies.pick(dice);
        Thing thing = begin("organizationDomain", "organization_domain", "orgdmn_", new Owners(company.id, null));
        thing.fields
                .plain("organization_id", company.id)
                .plain("name", dice.pick(Vocabulary.WORDS) + ".example.com")
                .plain("enrollment_mode", "automatic_invitation")
                .set("affiliation_email_address", "null")
                .set("affiliation_verification", "null")
                .set("ownership_verification", "{\"status\":\"verified\",\"strategy\":\"txt\",\"attempts\":1}")
                .set("verification", "null")
                .set("total_pending_invitations", dice.below(5))
                .set("total_pending_suggestions", 0)
                .set("public_organization_data", "null");
        return thing;
    }

    private Thing waitlistEntry() {
        Thing thing = begin("waitlistEntry", "waitlist_entry", "wle_", Owners.NONE);
        thing.fields
                .set("email_address", JsonText.quote(Contacts.address(dice)))
                .plain("status", "pending")
                .set("is_locked", false)
                .set("invitation", "null");
        return thing;
    }

    private String invitationOf(Thing entry) {
        return "{\"object\":\"invitation\",\"id\":\"" + history.ids.next("inv_", history.now())
                + "\",\"email_address\":" + entry.fields.get("email_address")
                + ",\"public_metadata\":{},\"status\":\"pending\",\"url\":" + token() + ",\"created_at\":"
                + history.now() + ",\"updated_at\":" + history.now() + "}";
    }

    /** Whoever has it can accept the invitation: it must not be stored. */
    private String token() {
        return "\"https://accounts.example.com/v1/tickets/accept?ticket=SECRET" + Long.toUnsignedString(dice.next(), 36)
                + "\"";
    }

    private Thing begin(String resource, String object, String prefix, Owners owners) {
        Thing thing = new Thing(resource, history.ids.next(prefix, history.now()), owners, history.now());
        thing.fields.plain("object", object).plain("id", thing.id).set("created_at", history.now());
        return thing;
    }

    private static final class Thing extends Living {

        final String resource;
        final Owners owners;
        final JsonFields fields = new JsonFields(NAMES);

        Thing(String resource, String id, Owners owners, long millis) {
            super(id, millis);
            this.resource = resource;
            this.owners = owners;
        }
    }
}
