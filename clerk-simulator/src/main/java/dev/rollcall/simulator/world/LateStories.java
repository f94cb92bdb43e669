package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** Histories of users, organizations and memberships that must be delivered in an order in which nothing should happen. */
final class LateStories {

    static final int SHORTEST_HOLD = 30;
    static final int LONGEST_HOLD = 400;

    private final History history;
    private final Dice dice;
    private final UserStories users;
    private final OrganizationStories organizations;

    LateStories(History history, UserStories users, OrganizationStories organizations) {
        this.history = history;
        this.users = users;
        this.organizations = organizations;
        dice = history.dice;
    }

    /** The last update comes after the delete; or it even claims a time after it. */
    void updateAfterDelete() {
        boolean older = dice.below(3) > 0;
        switch (dice.below(3)) {
            case 0 -> updateAfterUserDelete(older);
            case 1 -> updateAfterOrganizationDelete(older);
            default -> updateAfterMembershipDelete(older);
        }
    }

    /** Something short-lived whose creation overtakes nothing: its delete arrives at an unknown id. */
    void deleteBeforeCreate() {
        switch (dice.below(3)) {
            case 0 -> {
                UserAccount user = users.begin(Contacts.address(dice), hold());
                history.pass(100, 5_000);
                users.change(user, dice.below(2) * hold());
                history.pass(100, 5_000);
                users.end(user);
            }
            case 1 -> {
                Company company = organizations.found(hold());
                history.pass(100, 5_000);
                organizations.end(company);
            }
            default -> {
                MembershipSeat seat =
                        organizations.begin(history.companies.pick(dice), history.users.pick(dice), hold());
                history.pass(100, 5_000);
                OrganizationStories.leave(history, seat, true);
            }
        }
    }

    void membershipBeforeOrganization() {
        organizations.found(hold());
    }

    private void updateAfterUserDelete(boolean older) {
        UserAccount user = history.users.pick(dice);
        List<MembershipSeat> seats = List.copyOf(user.seats);
        if (older) {
            users.change(user, hold());
            history.pass(5, 3_000);
        }
        users.end(user);
        history.pass(5, 3_000);
        if (!older) {
            users.change(user, 0);
        }
        lateChild(seats);
    }

    private void updateAfterOrganizationDelete(boolean older) {
        Company company = history.companies.pick(dice);
        List<MembershipSeat> seats = List.copyOf(company.seats);
        if (older) {
            organizations.change(company, hold());
            history.pass(5, 3_000);
        }
        organizations.end(company);
        history.pass(5, 3_000);
        if (!older) {
            organizations.change(company, 0);
        }
        lateChild(seats);
        if (dice.below(2) == 0) {
            // a membership of which nothing was known when its organization ended
            history.pass(5, 3_000);
            organizations.begin(company, history.users.pick(dice), 0);
        }
    }

    private void updateAfterMembershipDelete(boolean older) {
        MembershipSeat seat = history.seats.pick(dice);
        if (older) {
            organizations.change(seat, hold());
            history.pass(5, 3_000);
        }
        OrganizationStories.leave(history, seat, true);
        history.pass(5, 3_000);
        if (!older) {
            organizations.change(seat, 0);
        }
    }

    private void lateChild(List<MembershipSeat> seats) {
        if (!seats.isEmpty()) {
            history.pass(5, 3_000);
            organizations.change(seats.getFirst(), 0);
        }
    }

    private int hold() {
        return dice.between(SHORTEST_HOLD, LONGEST_HOLD);
    }

    /** Organizations with equal times; users and memberships have their own. */
    void organizationTie() {
        Company company = history.companies.pick(dice);
        long eventAt = history.now() + dice.between(1, 22);
        company.change(dice, history.now());
        company.fields.set("name", "\"Tie, one\"");
        history.state(OrganizationStories.RESOURCE, "updated", company, company.fields, Owners.NONE, 0, eventAt);
        company.change(dice, history.now());
        company.fields.set("name", "\"Tie, other\"");
        history.state(OrganizationStories.RESOURCE, "updated", company, company.fields, Owners.NONE, 0, eventAt);
    }
}
