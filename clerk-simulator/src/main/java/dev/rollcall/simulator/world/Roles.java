package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.ArrayList;
import java.util.List;

/** Each of their states brings its permissions along: none to three, others each time. */
final class Roles implements ObjectKind {

    private static final int MOST_PERMISSIONS = 3;

    /** Few, so that a role often keeps one of those it had. */
    private static final int CATALOGUE = 5;

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "name",
            "key",
            "description",
            "is_creator_eligible",
            "permissions",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "rank");

    private final History history;
    private final Dice dice;
    private final Permissions permissions;
    private final List<PlainObject> catalogue = new ArrayList<>();

    Roles(History history) {
        this.history = history;
        dice = history.dice;
        permissions = new Permissions(history);
    }

    @Override
    public String resource() {
        return "role";
    }

    @Override
    public boolean isDeleteTold() {
        return true;
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        while (catalogue.size() < CATALOGUE) {
            catalogue.add(permissions.begin(company, user));
        }
        long now = history.now();
        PlainObject role = new PlainObject(this, history.ids.next("role_", now), Owners.NONE, NAMES, now);
        role.fields
                .plain("object", "role")
                .plain("name", "Editor " + dice.below(100))
                .plain("key", "org:editor" + dice.below(100))
                .set("is_creator_eligible", dice.below(2) == 0)
                .set("rank", dice.below(6) == 0 ? "1.0" : null);
        change(role);
        return role;
    }

    @Override
    public String change(PlainObject role) {
        if (dice.below(4) == 0) {
            permissions.change(dice.pick(catalogue));
        }
        role.fields
                .set("description", dice.below(3) == 0 ? "null" : JsonText.quote(dice.pick(Vocabulary.ODD), dice))
                .set("permissions", permissions());
        return "updated";
    }

    private String permissions() {
        List<String> chosen = new ArrayList<>();
        int first = dice.below(CATALOGUE);
        int count = dice.below(MOST_PERMISSIONS + 1);
        for (int index = 0; index < count; index++) {
            chosen.add(catalogue.get((first + index) % CATALOGUE).fields.toJson(dice));
        }
        if (count > 0 && dice.below(8) == 0) {
            // the same one twice in one payload is still one
            chosen.add(chosen.getFirst());
        }
        return JsonText.array(chosen);
    }
}
