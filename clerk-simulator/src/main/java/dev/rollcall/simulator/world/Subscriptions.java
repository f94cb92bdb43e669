package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.ArrayList;
import java.util.List;

/** Of users and of organizations; they outlive both, as bills do. */
final class Subscriptions implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "status",
            "active_at",
            "canceled_at",
            "ended_at",
            "past_due_at",
            "latest_payment_id",
            "payment_source_id",
            "payer_id",
            "payer",
            "items",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "discounts");

    private final History history;
    private final Dice dice;

    Subscriptions(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "subscription";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject subscription = new PlainObject(this, history.ids.next("csub_", now), Owners.NONE, NAMES, now);
        Payer payer = Payer.of(history, company, user);
        payer.setIn(subscription, dice);
        subscription
                .fields
                .plain("object", "commerce_subscription")
                .plain("status", "incomplete")
                .set("active_at", "null")
                .set("canceled_at", dice.below(6) == 0 ? "-1" : "null")
                .set("latest_payment_id", "\"\"")
                .set("payment_source_id", "null")
                .set("items", items(payer))
                .set("discounts", dice.below(6) == 0 ? "[{\"percent\":12.50}]" : null);
        return subscription;
    }

    @Override
    public String change(PlainObject subscription) {
        String verb = dice.pick(List.of("updated", "active", "pastDue"));
        switch (verb) {
            case "active" ->
                subscription
                        .fields
                        .plain("status", "active")
                        .set("active_at", history.now())
                        .set("past_due_at", "null");
            case "pastDue" -> subscription.fields.plain("status", "past_due").set("past_due_at", history.now());
            default ->
                subscription
                        .fields
                        .plain("latest_payment_id", history.ids.next("cpa_", history.now()))
                        .plain("payment_source_id", history.ids.next("cps_", history.now()));
        }
        return verb;
    }

    /** Inside a subscription the payer of an item is null, by the documentation. */
    private String items(Payer payer) {
        List<String> items = new ArrayList<>();
        for (int count = dice.below(3); count > 0; count--) {
            items.add("{\"object\":\"commerce_subscription_item\",\"id\":\""
                    + history.ids.next("csub_item_", history.now()) + "\",\"status\":\"upcoming\",\"plan\":"
                    + SubscriptionItems.plan(history) + ",\"subscription_id\":null,\"payer\":"
                    + (dice.below(2) == 0 ? "null" : payer.json()) + "}");
        }
        return JsonText.array(items);
    }
}
