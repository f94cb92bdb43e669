package dev.rollcall.model.terminal;

import java.util.Locale;

/** How many of something, as people read it: {@code 1 event}, {@code 1,200 events}. */
public final class Plural {

    private Plural() {}

    /** @param one what one is called; more of it have an s at the end */
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /**
     * Where more than the last letter changes.
     *
     * @param one for one, with its verb where it has one: {@code row differs}
     * @param many for none, and for more
     */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
