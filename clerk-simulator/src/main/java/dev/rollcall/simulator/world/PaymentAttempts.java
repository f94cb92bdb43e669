package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** They come without {@code object}, and with the payer once more in each item. */
final class PaymentAttempts implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "id",
            "instance_id",
            "payment_id",
            "invoice_id",
            "statement_id",
            "gateway_external_id",
            "status",
            "paid_at",
            "failed_at",
            "failed_reason",
            "billing_date",
            "charge_type",
            "payee",
            "payer_id",
            "payer",
            "totals",
            "payment_source",
            "subscription_items",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "risk_level");

    private final History history;
    private final Dice dice;

    PaymentAttempts(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "paymentAttempt";
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject attempt = new PlainObject(this, history.ids.next("pa_", now), Owners.NONE, NAMES, now);
        Payer payer = Payer.of(history, company, user);
        payer.setIn(attempt, dice);
        attempt.fields
                .plain("instance_id", "ins_theEnvelopeHasIt")
                .plain("payment_id", history.ids.next("cpa_", now))
                .set("invoice_id", "\"\"")
                .plain("statement_id", history.ids.next("stmt_", now))
                .plain("gateway_external_id", "pi_" + dice.below(1_000_000))
                .plain("status", "pending")
                .set("paid_at", "null")
                .set("billing_date", now - now % 86_400_000)
                .plain("charge_type", dice.below(2) == 0 ? "checkout" : "recurring")
                .set("payee", "{\"id\":\"cpayee_1\",\"gateway_type\":\"stripe\",\"gateway_external_id\":\"acct_1\"}")
                .set(
                        "totals",
                        "{\"grand_total\":{\"amount\":" + dice.below(10_000)
                                + ",\"amount_formatted\":\"12.50\",\"currency\":\"CHF\"}}")
                .set("payment_source", "{\"id\":\"cps_1\",\"payment_method\":\"card\",\"last4\":\"4242\"}")
                .set("subscription_items", items(payer))
                .set("risk_level", dice.below(6) == 0 ? "\"elevated\"" : null);
        return attempt;
    }

    @Override
    public String change(PlainObject attempt) {
        if (dice.below(3) == 0) {
            attempt.fields
                    .plain("status", "failed")
                    .set("failed_at", history.now())
                    .set(
                            "failed_reason",
                            dice.pick(List.of("{\"code\":\"card_declined\",\"decline_code\":\"\"}", "\"declined\"")));
        } else {
            attempt.fields.plain("status", "paid").set("paid_at", history.now());
            attempt.finished = true;
        }
        return "updated";
    }

    private String items(Payer payer) {
        return switch (dice.below(3)) {
            case 0 -> "[]";
            case 1 ->
                "[{\"id\":\"" + history.ids.next("csub_item_", history.now()) + "\",\"payer\":" + payer.json()
                        + ",\"plan\":" + SubscriptionItems.plan(history) + "},{\"id\":\"csub_item_default\"}]";
            default -> "null";
        };
    }
}
