package dev.rollcall.simulator.world;

/** The {@code url} of an invitation: it is enough to accept the invitation, so it must not be stored. */
final class AcceptToken {

    private AcceptToken() {}

    static String any(Dice dice) {
        return "\"https://accounts.example.com/v1/tickets/accept?ticket=SECRET" + Long.toUnsignedString(dice.next(), 36)
                + '"';
    }
}
