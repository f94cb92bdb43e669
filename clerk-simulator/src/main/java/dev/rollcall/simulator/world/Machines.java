package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** Of a Clerk yet to come: this release has no table for them and keeps them whole, but for any {@code url}. */
final class Machines implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "name",
            "organization_id",
            "default_token_ttl",
            "scoped_machines",
            "endpoint",
            "url",
            "created_at",
            "updated_at");

    private final History history;
    private final Dice dice;

    Machines(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "machine";
    }

    @Override
    public boolean isDeleteTold() {
        return true;
    }

    /** One that names its organization ends with it, as every object that says so at its top does. */
    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        String id = history.ids.next("mch_", now);
        String name = JsonText.quote(dice.pick(Vocabulary.ODD), dice);
        String organization = dice.pick(List.of("\"\"", "null", '"' + company.id + '"'));
        Owners owners = organization.contains(company.id) ? new Owners(company.id, null) : Owners.NONE;
        PlainObject machine = new PlainObject(this, id, owners, NAMES, now);
        machine.fields
                .plain("object", "machine")
                .set("name", name)
                .set("organization_id", organization)
                .set("default_token_ttl", dice.pick(List.of("3600", "3.6E3", "null")))
                .set("scoped_machines", "[]")
                .set("url", dice.below(3) == 0 ? AcceptToken.any(dice) : null);
        return machine;
    }

    @Override
    public String change(PlainObject machine) {
        machine.fields
                .set(
                        "scoped_machines",
                        "[{\"id\":\"" + history.ids.next("mch_", history.now()) + "\",\"url\":" + AcceptToken.any(dice)
                                + ",\"since\":" + history.now() + "}]")
                .set("endpoint", "{\"url\":" + AcceptToken.any(dice) + ",\"settings\":" + Metadata.any(dice) + "}");
        return "updated";
    }
}
