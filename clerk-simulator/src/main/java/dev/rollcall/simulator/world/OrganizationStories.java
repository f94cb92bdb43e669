package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** What happens to organizations and their memberships. */
final class OrganizationStories {

    static final String RESOURCE = "organization";
    static final String MEMBERSHIP = "organizationMembership";

    private final History history;
    private final Dice dice;

    OrganizationStories(History history) {
        this.history = history;
        dice = history.dice;
    }

    /** Its creator joins 7 to 17 ms later, and in a third of the cases others soon after. */
    Company found(int heldBack) {
        UserAccount founder = history.users.pick(dice);
        Company company = begin(founder, heldBack);
        history.companies.add(company);
        history.pass(7, 17);
        join(company, founder);
        if (heldBack > 0 || dice.below(3) == 0) {
            history.pass(20, 400);
            join(company, history.users.pick(dice));
        }
        return company;
    }

    Company begin(UserAccount founder, int heldBack) {
        Company company = Company.begin(dice, history.ids, founder.id, history.now());
        history.state(RESOURCE, "created", company, company.fields, Owners.NONE, heldBack);
        return company;
    }

    void update() {
        change(history.companies.pick(dice), 0);
    }

    void change(Company company, int heldBack) {
        company.change(dice, history.now());
        history.state(RESOURCE, "updated", company, company.fields, Owners.NONE, heldBack);
    }

    void delete() {
        end(history.companies.pick(dice));
    }

    void join() {
        join(history.companies.pick(dice), history.users.pick(dice));
    }

    void updateMembership() {
        change(history.seats.pick(dice), 0);
    }

    /** A third of those removed are added again: under a new id, since Clerk does not reuse one. */
    void remove() {
        MembershipSeat seat = history.seats.pick(dice);
        leave(history, seat, true);
        if (dice.below(3) == 0) {
            history.pass(300, 60_000);
            join(seat.company, seat.user);
        }
    }

    MembershipSeat join(Company company, UserAccount user) {
        MembershipSeat seat = begin(company, user, 0);
        company.seats.add(seat);
        user.seats.add(seat);
        history.seats.add(seat);
        return seat;
    }

    MembershipSeat begin(Company company, UserAccount user, int heldBack) {
        MembershipSeat seat = MembershipSeat.begin(dice, history.ids, company, user, history.now());
        history.state(MEMBERSHIP, "created", seat, seat.withCopies(dice, history.now()), seat.owners(), heldBack);
        return seat;
    }

    void change(MembershipSeat seat, int heldBack) {
        seat.change(dice);
        history.state(MEMBERSHIP, "updated", seat, seat.withCopies(dice, history.now()), seat.owners(), heldBack);
    }

    void tie() {
        MembershipSeat seat = history.seats.pick(dice);
        long eventAt = history.now() + dice.between(1, 11);
        seat.change(dice);
        seat.fields.set("role_name", "\"Tie, one\"");
        tell(seat, eventAt);
        seat.change(dice);
        seat.fields.set("role_name", "\"Tie, other\"");
        tell(seat, eventAt + dice.below(2));
    }

    private void tell(MembershipSeat seat, long eventAt) {
        JsonFields data = seat.withCopies(dice, history.now());
        history.state(MEMBERSHIP, "updated", seat, data, seat.owners(), 0, eventAt);
    }

    void end(Company company) {
        boolean told = dice.below(3) == 0;
        for (MembershipSeat seat : List.copyOf(company.seats)) {
            leave(history, seat, told);
        }
        ObjectStories.ownerEnds(history, company, told);
        history.companies.remove(company);
        history.end(
                RESOURCE,
                company,
                "{\"object\":\"organization\",\"id\":\"" + company.id + "\",\"slug\":" + company.fields.get("slug")
                        + ",\"deleted\":true}",
                Owners.NONE);
    }

    /**
     * The live delete of a membership is the whole object, with the {@code updated_at} of its last update.
     *
     * @param told false when it only ends with its owner and no event says so
     */
    static void leave(History history, MembershipSeat seat, boolean told) {
        seat.company.seats.remove(seat);
        seat.user.seats.remove(seat);
        history.seats.remove(seat);
        if (told) {
            history.pass(1, 20);
            JsonFields data = seat.withCopies(history.dice, history.now()).set("updated_at", seat.updatedAt);
            history.end(MEMBERSHIP, seat, data.toJson(history.dice), seat.owners());
        }
    }
}
