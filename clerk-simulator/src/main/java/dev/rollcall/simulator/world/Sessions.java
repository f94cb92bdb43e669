package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** They have no delete: the last event about one is a status, or its user's end. */
final class Sessions implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "user_id",
            "user",
            "client_id",
            "actor",
            "status",
            "last_active_organization_id",
            "last_active_at",
            "latest_activity",
            "last_active_token",
            "tasks",
            "expire_at",
            "abandon_at",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "device_trust");

    private final History history;
    private final Dice dice;

    Sessions(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "session";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject session =
                new PlainObject(this, history.ids.next("sess_", now), new Owners(null, user.id), NAMES, now);
        session.fields
                .plain("object", "session")
                .plain("user_id", user.id)
                .set("user", dice.below(8) == 0 ? "null" : user.fields.toJson(dice))
                .plain("client_id", history.ids.next("client_", now))
                .set("actor", dice.below(10) == 0 ? "{\"sub\":\"user_support\",\"iss\":\"dashboard\"}" : "null")
                .plain("status", "active")
                // the active organization does not own the session
                .set("last_active_organization_id", dice.pick(List.of("null", "\"\"", '"' + company.id + '"')))
                .set("latest_activity", activity())
                .set("last_active_token", dice.below(5) == 0 ? "{\"object\":\"token\",\"jwt\":\"SECRET\"}" : null)
                .set("tasks", dice.pick(List.of("null", "[]", "[{\"key\":\"choose-organization\"}]")))
                .set("expire_at", now + 604_800_000L)
                .set("abandon_at", now + 2_592_000_000L)
                .set("device_trust", dice.below(8) == 0 ? "{\"score\":0.50}" : null);
        active(session);
        return session;
    }

    @Override
    public String firstVerb() {
        return dice.below(6) == 0 ? "pending" : "created";
    }

    @Override
    public String change(PlainObject session) {
        String verb = dice.pick(List.of("pending", "ended", "removed", "revoked"));
        session.fields.plain("status", verb);
        active(session);
        session.finished = !verb.equals("pending");
        return verb;
    }

    private void active(PlainObject session) {
        String millis = Long.toString(history.now());
        session.fields.set("last_active_at", dice.below(10) == 0 ? '"' + millis + '"' : millis);
    }

    private String activity() {
        return "{\"object\":\"session_activity\",\"id\":\"" + history.ids.next("sess_activity_", history.now())
                + "\",\"is_mobile\":false,\"ip_address\":\"" + Vocabulary.address(dice)
                + "\",\"city\":\"Zürich\",\"country\":\"CH\"}";
    }
}
