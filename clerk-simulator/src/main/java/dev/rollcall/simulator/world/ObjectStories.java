package dev.rollcall.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** What happens to everything but users, organizations and memberships. */
final class ObjectStories {

    /** More would only make the recent ones change less often. */
    private static final int MOST_REMEMBERED = 300;

    private final History history;
    private final Dice dice;
    private final List<ObjectKind> kinds;

    ObjectStories(History history) {
        this.history = history;
        dice = history.dice;
        kinds = List.of(
                new Invitations(history),
                new Domains(history),
                new Roles(history),
                new Permissions(history),
                new Sessions(history),
                new WaitlistEntries(history),
                new Subscriptions(history),
                new SubscriptionItems(history),
                new PaymentAttempts(history),
                new Machines(history));
    }

    void happen() {
        if (history.objects.size() == 0 || dice.below(2) == 0) {
            remember(begin(dice.pick(kinds), history.companies.pick(dice), history.users.pick(dice), 0));
            return;
        }
        PlainObject object = history.objects.pick(dice);
        if (object.kind.isDeleteTold() && dice.below(3) == 0) {
            end(history, object);
        } else {
            change(object, 0);
        }
    }

    PlainObject begin(ObjectKind kind, Company company, UserAccount user, int heldBack) {
        PlainObject object = kind.begin(company, user);
        history.state(kind.resource(), kind.firstVerb(), object, object.fields, object.owners, heldBack);
        return object;
    }

    /** One of each kind that belongs to an organization; told, but not remembered. */
    List<PlainObject> beginAllOf(Company company) {
        return beginAllOf(company, company, history.users.pick(dice));
    }

    /** One of each kind that belongs to a user; told, but not remembered. */
    List<PlainObject> beginAllOf(UserAccount user) {
        return beginAllOf(user, history.companies.pick(dice), user);
    }

    private List<PlainObject> beginAllOf(Living owner, Company company, UserAccount user) {
        List<PlainObject> belongings = new ArrayList<>();
        for (ObjectKind kind : kinds) {
            PlainObject object = kind.begin(company, user);
            if (object.belongsTo(owner)) {
                history.state(kind.resource(), kind.firstVerb(), object, object.fields, object.owners, 0);
                history.pass(5, 3_000);
                belongings.add(object);
            }
        }
        return belongings;
    }

    /** Of a kind whose deletes are told. */
    PlainObject beginDeletable(int heldBack) {
        List<ObjectKind> deletable =
                kinds.stream().filter(ObjectKind::isDeleteTold).toList();
        return begin(dice.pick(deletable), history.companies.pick(dice), history.users.pick(dice), heldBack);
    }

    void change(PlainObject object, int heldBack) {
        change(history, object, heldBack);
    }

    /** Two states of one millisecond; half of them of one envelope timestamp too. */
    void tie() {
        if (history.objects.size() == 0) {
            happen();
            return;
        }
        PlainObject object = history.objects.pick(dice);
        long eventAt = history.now() + dice.between(1, 11);
        for (long tied : new long[] {eventAt, eventAt + (long) dice.below(2) * dice.between(1, 11)}) {
            String verb = object.kind.change(object);
            history.state(object.kind.resource(), verb, object, object.fields, object.owners, 0, tied);
        }
        forgetFinished(history, object);
    }

    /**
     * Whether Clerk announces objects that end with their owner is not documented: here it sometimes does. Some get
     * events even after the owner's end, since they stay among the living.
     */
    static void ownerEnds(History history, Living owner, boolean told) {
        for (PlainObject object : history.objects.matching(candidate -> candidate.belongsTo(owner))) {
            if (told) {
                history.pass(1, 20);
                if (object.kind.isDeleteTold()) {
                    end(history, object);
                } else {
                    change(history, object, 0);
                }
            } else if (history.dice.below(3) > 0) {
                history.objects.remove(object);
            }
        }
    }

    /** A stub; or the whole object, as Clerk's SDK has it for roles and permissions against the specification. */
    static void end(History history, PlainObject object) {
        history.objects.remove(object);
        String stub = "{\"object\":" + object.fields.get("object") + ",\"id\":\"" + object.id
                + (history.dice.below(2) == 0 ? "\",\"slug\":null" : "\"") + ",\"deleted\":true}";
        String data = history.dice.below(4) == 0 ? object.fields.toJson(history.dice) : stub;
        history.end(object.kind.resource(), object, data, object.owners);
    }

    private static void change(History history, PlainObject object, int heldBack) {
        String verb = object.kind.change(object);
        history.state(object.kind.resource(), verb, object, object.fields, object.owners, heldBack);
        forgetFinished(history, object);
    }

    private static void forgetFinished(History history, PlainObject object) {
        if (object.finished) {
            history.objects.remove(object);
        }
    }

    private void remember(PlainObject object) {
        if (history.objects.size() == MOST_REMEMBERED) {
            history.objects.remove(history.objects.pick(dice));
        }
        history.objects.add(object);
    }
}
