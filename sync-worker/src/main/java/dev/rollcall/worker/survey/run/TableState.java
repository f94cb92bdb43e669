package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.walk.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One table of a survey between two checkpoints. */
final class TableState {

    /** How a table stands. */
    enum Standing {
        WALKING,
        WALKED,
        UNAVAILABLE,
        INCOMPLETE;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One more than are looked at, so that it is known that there are too many. */
    static final int MOST_UNLISTED = SecondLook.MOST_SUSPECTS + 1;

    final SurveyTable table;
    long startedMillis;
    Standing standing = Standing.WALKING;

    @Nullable String reason;

    int walks = 1;
    int page;
    Place place = Place.START;
    long listed;

    @Nullable Long clerkCount;

    @Nullable Long liveRows;

    long published;
    final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    final SortedMap<String, Long> columns = new TreeMap<>();

    TableState(SurveyTable table) {
        this.table = table;
    }

    void count(Verdict verdict) {
        counts.merge(verdict, 1L, Long::sum);
    }

    long counted(Verdict verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    /** Rows that an object was compared with. */
    long compared() {
        return counted(Verdict.EQUAL)
                + counted(Verdict.ACTIVITY_ONLY)
                + counted(Verdict.STALE)
                + counted(Verdict.AHEAD)
                + counted(Verdict.DIFFERENT);
    }

    /** Unlisted rows that are counted alone: no more of a table are kept than {@link #MOST_UNLISTED}. */
    long unlistedBeyond() {
        return Math.max(0, counted(Verdict.UNCONFIRMED) + counted(Verdict.EXTRA) - MOST_UNLISTED);
    }

    /** What was listed before counts no more. */
    void begunAgain() {
        page = 0;
        listed = 0;
        counts.clear();
        columns.clear();
    }
}
