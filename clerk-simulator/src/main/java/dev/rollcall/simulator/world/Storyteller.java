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
    private final OtherStories others;
    private final LateStories late;
    private final List<FaultStory> faults = new ArrayList<>();

    Storyteller(WorldSettings settings) {
        int space = 0;
        for (Fault fault : settings.faults()) {
            space |= fault.worldBit();
        }
        dice = new Dice(settings.seed() * 31 + space);
        history = new History(dice, new ClerkIds(settings.seed(), space), settings.instanceId());
        users = new UserStories(history);
        organizations = new OrganizationStories(history);
        others = new OtherStories(history);
        late = new LateStories(history, users, organizations);
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
        }
        if (chosen.contains(Fault.UPDATE_AFTER_DELETE)) {
            faults.add(new FaultStory(Fault.UPDATE_AFTER_DELETE, late::updateAfterDelete));
        }
        if (chosen.contains(Fault.DELETE_BEFORE_CREATE)) {
            faults.add(new FaultStory(Fault.DELETE_BEFORE_CREATE, late::deleteBeforeCreate));
        }
        if (chosen.contains(Fault.MEMBERSHIP_BEFORE_ORGANIZATION)) {
            faults.add(new FaultStory(Fault.MEMBERSHIP_BEFORE_ORGANIZATION, late::membershipBeforeOrganization));
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
        } else if (!faults.isEmpty() && dice.below(20) == 0) {
            FaultStory story = dice.pick(faults);
            history.because(story.fault());
            story.tell().run();
            history.because(null);
        } else {
            tellOrdinary(dice.below(100));
        }
    }

    /** The shares are guesses at a business application: many updates, some growth, few deletes. */
    private void tellOrdinary(int share) {
        if (share < 16 && history.users.size() < MOST_USERS) {
            users.signUp();
        } else if (share < 48) {
            users.update();
        } else if (share < 52 && history.companies.size() < MOST_COMPANIES) {
            organizations.found(0);
        } else if (share < 60) {
            organizations.update();
        } else if (share < 74 && history.seats.size() < MOST_SEATS) {
            organizations.join();
        } else if (share < 82) {
            organizations.updateMembership();
        } else if (share < 86) {
            organizations.remove();
        } else if (share < 89) {
            users.delete();
        } else if (share < 90) {
            organizations.delete();
        } else if (share < 91) {
            users.recreate();
        } else {
            others.happen();
        }
    }

    private record FaultStory(Fault fault, Runnable tell) {}
}
