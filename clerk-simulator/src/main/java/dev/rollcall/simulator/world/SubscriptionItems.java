package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** Their verbs name a status; one of them is of a Clerk yet to come. */
final class SubscriptionItems implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "status",
            "is_free_trial",
            "period_start",
            "period_end",
            "interval",
            "plan_id",
            "plan",
            "payer_id",
            "payer",
            "subscription_id",
            "seats",
            "created_at",
            "updated_at",
            // documented, and in no field table
            "discount");

    private static final List<String> VERBS = List.of(
            "updated",
            "active",
            "canceled",
            "upcoming",
            "ended",
            "abandoned",
            "incomplete",
            "pastDue",
            "freeTrialEnding",
            "paused");

    private final History history;
    private final Dice dice;

    SubscriptionItems(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "subscriptionItem";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject item = new PlainObject(this, history.ids.next("csub_item_", now), Owners.NONE, NAMES, now);
        Payer.of(history, company, user).setIn(item, dice);
        item.fields
                .plain("object", dice.below(2) == 0 ? "subscription_item" : "commerce_subscription_item")
                .plain("status", "upcoming")
                .set("is_free_trial", dice.pick(List.of("true", "false", "\"no\"")))
                .set("period_start", now)
                .set("period_end", dice.below(3) == 0 ? "null" : Long.toString(now + 2_592_000_000L))
                .plain("interval", dice.below(2) == 0 ? "month" : "annual")
                .set("plan_id", dice.pick(List.of("null", "\"\"", "\"cplan_1\"")))
                .set("plan", dice.below(4) == 0 ? "null" : plan(history))
                .set("subscription_id", dice.below(4) == 0 ? "\"\"" : '"' + history.ids.next("csub_", now) + '"')
                .set("seats", dice.pick(List.of("null", "{\"quantity\":null}", "{\"quantity\":12}")));
        return item;
    }

    @Override
    public String firstVerb() {
        return dice.pick(List.of("created", "active", "upcoming"));
    }

    @Override
    public String change(PlainObject item) {
        String verb = dice.pick(VERBS);
        item.fields.plain("status", verb).set("discount", dice.below(4) == 0 ? "{\"percent\":12.50}" : null);
        item.finished = verb.equals("ended") || verb.equals("abandoned");
        return verb;
    }

    /** Amounts are in the smallest unit of the currency. */
    static String plan(History history) {
        return "{\"id\":\"" + history.ids.next("cplan_", history.now()) + "\",\"slug\":\"pro\",\"name\":"
                + JsonText.quote(history.dice.pick(Vocabulary.ODD), history.dice)
                + ",\"is_recurring\":true,\"amount\":" + history.dice.below(10_000) + ",\"currency\":\"CHF\"}";
    }
}
