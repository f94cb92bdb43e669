package dev.rollcall.simulator.world;

import java.util.List;

/** Who pays, as billing embeds it: an organization or a user, with '' for the other one, or without it. */
final class Payer {

    private final String id;
    private final String json;

    private Payer(String id, String json) {
        this.id = id;
        this.json = json;
    }

    static Payer of(History history, Company company, UserAccount user) {
        Dice dice = history.dice;
        String id = history.ids.next("cpayer_", history.now());
        String userId = "\"user_id\":\"" + user.id + '"';
        String companyId = "\"organization_id\":\"" + company.id + '"';
        String who = dice.pick(List.of(
                userId + ",\"organization_id\":\"\"",
                userId,
                companyId + ",\"user_id\":\"\"",
                // the user who acts for the organization
                companyId + ',' + userId));
        return new Payer(
                id,
                "{\"object\":\"commerce_payer\",\"id\":\"" + id + "\"," + who + ",\"first_name\":"
                        + user.fields.get("first_name") + ",\"email\":" + JsonText.quote(user.address)
                        + ",\"organization_name\":" + company.fields.get("name") + ",\"image_url\":\"\"}");
    }

    String json() {
        return json;
    }

    /** The object's own field counts, if there is one and it is not ''. */
    void setIn(PlainObject object, Dice dice) {
        object.fields
                .set("payer", json)
                .set("payer_id", dice.pick(List.of("null", "\"\"", '"' + id + '"', '"' + id + "own\"")));
    }
}
