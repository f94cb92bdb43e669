package dev.rollcall.simulator.world;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * When an event is sent, as its envelope says it. Clerk sends within milliseconds, and tries again for a little more than
 * a day; a history of months that is sent in minutes is pressed into two days for that. Order is kept, moments may fall
 * together.
 *
 * @param begins where the history's beginning is moved to, milliseconds since the epoch
 * @param slower how many milliseconds of the history one of these days' is
 */
record SendingTime(long begins, long slower) {

    /** With the day itself and the hours that sending may take it stays within the 72 h that an event may be old. */
    private static final long ROOM_MILLIS = Duration.ofHours(36).toMillis();

    /** About twice what a message takes, and the first day, on which a history begins at any hour. */
    private static final long MILLIS_PER_EVENT = 8_200;

    private static final long FIRST_DAY_MILLIS = Duration.ofDays(1).toMillis();

    static SendingTime of(WorldSettings settings) {
        LocalDate day = settings.sent();
        if (day == null) {
            return new SendingTime(History.BASE_MILLIS, 1);
        }
        long longest = FIRST_DAY_MILLIS + settings.events() * MILLIS_PER_EVENT;
        long midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return new SendingTime(midnight - ROOM_MILLIS, 1 + longest / ROOM_MILLIS);
    }

    long of(long eventAtMillis) {
        return begins + (eventAtMillis - History.BASE_MILLIS) / slower;
    }
}
