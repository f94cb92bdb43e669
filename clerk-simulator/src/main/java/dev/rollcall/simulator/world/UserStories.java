package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** What happens to users. */
final class UserStories {

    static final String RESOURCE = "user";

    private final History history;
    private final Dice dice;
    private final UserTraits traits;

    UserStories(History history) {
        this.history = history;
        dice = history.dice;
        traits = new UserTraits(history.dice, history.ids);
    }

    /** Often followed by an update within milliseconds, as sign-ups are. */
    void signUp() {
        UserAccount user = begin(Contacts.address(dice), 0);
        history.users.add(user);
        if (dice.below(4) == 0) {
            history.pass(5, 40);
            change(user, 0);
        }
    }

    void update() {
        change(history.users.pick(dice), 0);
    }

    void delete() {
        UserAccount user = history.users.pick(dice);
        end(user);
    }

    /** The same e-mail address under a new id, at times before the old account's delete. */
    void recreate() {
        UserAccount old = history.users.pick(dice);
        if (dice.below(2) == 0) {
            history.users.add(begin(old.address, 0));
            history.pass(10, 2_000);
            end(old);
        } else {
            end(old);
            history.pass(10, 2_000);
            history.users.add(begin(old.address, 0));
        }
    }

    UserAccount begin(String address, int heldBack) {
        UserAccount user = traits.begin(address, history.now());
        history.state(RESOURCE, "created", user, user.fields, Owners.NONE, heldBack);
        return user;
    }

    void change(UserAccount user, int heldBack) {
        traits.change(user, history.now());
        history.state(RESOURCE, "updated", user, user.fields, Owners.NONE, heldBack);
    }

    /** Two different states of one millisecond; half of them of one envelope timestamp too. */
    void tie() {
        UserAccount user = history.users.pick(dice);
        long eventAt = history.now() + dice.between(1, 11);
        traits.change(user, history.now());
        user.fields.set("first_name", "\"Tie, one\"");
        history.state(RESOURCE, "updated", user, user.fields, Owners.NONE, 0, eventAt);
        traits.change(user, history.now());
        user.fields.set("first_name", "\"Tie, other\"");
        history.state(RESOURCE, "updated", user, user.fields, Owners.NONE, 0, eventAt + later());
    }

    /** Whether Clerk tells of the memberships and sessions that end with their user is not documented: at times it does here. */
    void end(UserAccount user) {
        boolean told = dice.below(3) == 0;
        for (MembershipSeat seat : List.copyOf(user.seats)) {
            OrganizationStories.leave(history, seat, told);
        }
        ObjectStories.ownerEnds(history, user, told);
        history.users.remove(user);
        String externalId = user.fields.get("external_id");
        String optional = externalId == null || "null".equals(externalId) ? "" : ",\"external_id\":" + externalId;
        history.end(
                RESOURCE,
                user,
                "{\"object\":\"user\",\"id\":\"" + user.id + "\",\"deleted\":true" + optional + "}",
                Owners.NONE);
    }

    private int later() {
        return dice.below(2) * dice.between(1, 11);
    }
}
