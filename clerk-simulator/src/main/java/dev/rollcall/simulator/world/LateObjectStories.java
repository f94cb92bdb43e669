package dev.rollcall.simulator.world;

import java.util.List;

/** {@link LateStories} of everything but users, organizations and memberships. */
final class LateObjectStories {

    private final History history;
    private final Dice dice;
    private final UserStories users;
    private final OrganizationStories organizations;
    private final ObjectStories objects;

    LateObjectStories(History history, UserStories users, OrganizationStories organizations, ObjectStories objects) {
        this.history = history;
        this.users = users;
        this.organizations = organizations;
        this.objects = objects;
        dice = history.dice;
    }

    /** After its own delete, or after its owner's. */
    void updateAfterDelete() {
        boolean older = dice.below(3) > 0;
        switch (dice.below(3)) {
            case 0 -> updateAfterOwnDelete(older);
            case 1 -> {
                Company company = organizations.found(0);
                List<PlainObject> belongings = objects.beginAllOf(company);
                updateBeforeOrAfter(belongings, older, () -> organizations.end(company));
                // and what nothing was known of when its owner ended
                objects.beginAllOf(company);
            }
            default -> {
                UserAccount user = users.begin(Contacts.address(dice), 0);
                List<PlainObject> belongings = objects.beginAllOf(user);
                updateBeforeOrAfter(belongings, older, () -> users.end(user));
                objects.beginAllOf(user);
            }
        }
    }

    void deleteBeforeCreate() {
        PlainObject object = objects.beginDeletable(hold());
        history.pass(100, 5_000);
        objects.change(object, dice.below(2) * hold());
        history.pass(100, 5_000);
        ObjectStories.end(history, object);
    }

    /** All arrive before their owner does, and live. */
    void belongingsBeforeOwner() {
        if (dice.below(2) == 0) {
            objects.beginAllOf(organizations.found(hold()));
        } else {
            UserAccount user = users.begin(Contacts.address(dice), hold());
            history.users.add(user);
            objects.beginAllOf(user);
        }
    }

    private void updateAfterOwnDelete(boolean older) {
        PlainObject object = objects.beginDeletable(0);
        history.pass(5, 3_000);
        updateBeforeOrAfter(List.of(object), older, () -> ObjectStories.end(history, object));
    }

    /** @param older whether the update happened before the end, and only arrives after it */
    private void updateBeforeOrAfter(List<PlainObject> changing, boolean older, Runnable end) {
        if (older) {
            changing.forEach(object -> objects.change(object, hold()));
            history.pass(5, 3_000);
        }
        end.run();
        history.pass(5, 3_000);
        if (!older) {
            changing.forEach(object -> objects.change(object, 0));
        }
    }

    private int hold() {
        return dice.between(LateStories.SHORTEST_HOLD, LateStories.LONGEST_HOLD);
    }
}
