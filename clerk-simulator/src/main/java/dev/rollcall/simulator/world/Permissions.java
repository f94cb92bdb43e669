package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;

/** What a role may hold; shared by all organizations. */
final class Permissions implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "name",
            "key",
            "description",
            "type",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "scope");

    private final History history;
    private final Dice dice;

    Permissions(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "permission";
    }

    @Override
    public boolean isDeleteTold() {
        return true;
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject permission = new PlainObject(this, history.ids.next("perm_", now), Owners.NONE, NAMES, now);
        permission
                .fields
                .plain("object", "permission")
                .plain("key", "org:" + dice.pick(Vocabulary.WORDS) + ":publish" + dice.below(100))
                .plain("type", dice.below(4) == 0 ? "system" : "user")
                .set("updated_at", now);
        change(permission);
        return permission;
    }

    @Override
    public String change(PlainObject permission) {
        permission
                .fields
                .set("name", JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .set("description", dice.below(4) == 0 ? "null" : JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .set("scope", dice.below(6) == 0 ? "[\"read\"]" : null);
        return "updated";
    }
}
