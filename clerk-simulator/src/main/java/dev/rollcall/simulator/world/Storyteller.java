package dev.rollcall.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes up what happens next, one story at a time; a story is one event or a few. */
final class Storyteller {

    private static final int FEWEST_USERS = 12;
    private static final int FEWEST_COMPANIES = 3;
    private static final int MOST_USERS = 20_000;
    private static final int MOST_COMPANIES = 4_000;
    private static final int MOST_SEATS = 40_000;

    private final History history;
    private final Dice dice;
    private final UserStories users;
    private final OrganizationStories organizations;
    private final ObjectStories objects;
    private final LateStories late;
    private final LateObjectStories lateObjects;
    private final List<FaultStory> faults = new ArrayList<>();

    Storyteller(WorldSettings settings) {
        int space = 0;
        for (Fault fault : settings.faults()) {
            space |= fault.worldBit();
        }
        dice = new Dice(settings.seed() * 31 + space);
        history = new History(
                dice, new ClerkIds(settings.seed(), space), settings.instanceId(), SendingTime.of(settings));
        users = new UserStories(history);
        organizations = new OrganizationStories(history);
        objects = new ObjectStories(history);
        late = new LateStories(history, users, organizations);
        lateObjects = new LateObjectStories(history, users, organizations, objects);
        prepare(settings.faults());
    }

    WebhookEvent next() {
        while (history.isToldOut()) {
            history.pass(200, 8_000);
            tell();
        }
        return history.next();
    }

    private void prepare(Set<Fault> chosen) {
        if (chosen.contains(Fault.TIE)) {
            faults.add(new FaultStory(Fault.TIE, users::tie));
            faults.add(new FaultStory(Fault.TIE, organizations::tie));
            faults.add(new FaultStory(Fault.TIE, late::organizationTie));
            faults.add(new FaultStory(Fault.TIE, objects::tie));
        }
        if (chosen.contains(Fault.UPDATE_AFTER_DELETE)) {
            faults.add(new FaultStory(Fault.UPDATE_AFTER_DELETE, late::updateAfterDelete));
            faults.add(new FaultStory(Fault.UPDATE_AFTER_DELETE, lateObjects::updateAfterDelete));
        }
        if (chosen.contains(Fault.DELETE_BEFORE_CREATE)) {
            faults.add(new FaultStory(Fault.DELETE_BEFORE_CREATE, late::deleteBeforeCreate));
            faults.add(new FaultStory(Fault.DELETE_BEFORE_CREATE, lateObjects::deleteBeforeCreate));
        }
        if (chosen.contains(Fault.MEMBERSHIP_BEFORE_ORGANIZATION)) {
            faults.add(new FaultStory(Fault.MEMBERSHIP_BEFORE_ORGANIZATION, late::membershipBeforeOrganization));
            faults.add(new FaultStory(Fault.MEMBERSHIP_BEFORE_ORGANIZATION, lateObjects::belongingsBeforeOwner));
        }
        if (chosen.contains(Fault.POISON)) {
            faults.add(new FaultStory(Fault.POISON, new PoisonStories(history)::happen));
        }
    }

    private void tell() {
        if (history.users.size() < FEWEST_USERS) {
            users.signUp();
        } else if (history.companies.size() < FEWEST_COMPANIES || history.seats.size() < FEWEST_COMPANIES) {
            organizations.found(0);
        } else if (!faults.isEmpty() && dice.below(16) == 0) {
            FaultStory story = dice.pick(faults);
            history.because(story.fault());
            story.tell().run();
            history.because(null);
        } else {
            tellOrdinary(dice.below(100));
        }
    }

    /** The shares are guesses at a business application: many updates, some growth, few deletes, a quarter of everything else. */
    private void tellOrdinary(int share) {
        if (share < 14 && history.users.size() < MOST_USERS) {
            users.signUp();
        } else if (share < 38) {
            users.update();
        } else if (share < 42 && history.companies.size() < MOST_COMPANIES) {
            organizations.found(0);
        } else if (share < 48) {
            organizations.update();
        } else if (share < 59 && history.seats.size() < MOST_SEATS) {
            organizations.join();
        } else if (share < 65) {
            organizations.updateMembership();
        } else if (share < 69) {
            organizations.remove();
        } else if (share < 72) {
            users.delete();
        } else if (share < 74) {
            organizations.delete();
        } else if (share < 75) {
            users.recreate();
        } else {
            objects.happen();
        }
    }

    private record FaultStory(Fault fault, Runnable tell) {}
}
