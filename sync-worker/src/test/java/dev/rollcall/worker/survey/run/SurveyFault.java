package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiPage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What goes wrong at Clerk during a survey: each of the local Clerk's faults, in memory. */
enum SurveyFault {
    NONE,
    FILTERS_IGNORED,
    CURSORS_IGNORED,
    CURSORS_REFUSED,
    CURSORS_OF_ENDED_GO_ON,
    OFFSETS_IGNORED,
    SHORT_PAGES,
    SHUFFLED_TIES,
    TEN_ROWS,
    COUNT_TOO_HIGH,
    COUNT_TOO_LOW,
    FEATURE_OFF,
    FEATURE_GONE,
    UNRESOLVABLE_KEY,
    KEY_COMES_AND_GOES,
    STALE_READS,
    STALE_LISTS,
    UNLISTED_OBJECTS,
    OBJECTS_WITHOUT_AN_ADDRESS,
    OTHER_INSTANCE,
    NO_ANSWER,
    NONSENSE;

    /** Less than a row's age when it becomes a suspect and is asked for the last time. */
    private static final long STALEST = Duration.ofMinutes(10).toMillis();

    /** What has an address as well as a list: of what has a list alone, the list is all that is known. */
    private static final List<Resource> ADDRESSED = List.of(Resource.USER, Resource.ORGANIZATION, Resource.ROLE);

    /** Whether no list shows what there is: nobody can prove anything about it. */
    boolean hidesObjects() {
        return this == STALE_READS || this == STALE_LISTS || this == UNLISTED_OBJECTS;
    }

    void begin(FakeClerk clerk, Random dice) {
        switch (this) {
            case NONE -> {}
            case FILTERS_IGNORED -> clerk.ignoreFilters = true;
            case CURSORS_IGNORED -> clerk.ignoreCursors = true;
            case CURSORS_REFUSED -> clerk.refuseCursors = true;
            case CURSORS_OF_ENDED_GO_ON -> clerk.refuseCursorsOfEnded = false;
            case OFFSETS_IGNORED -> clerk.ignoreOffsets = true;
            case SHORT_PAGES -> clerk.shortPages = true;
            case SHUFFLED_TIES -> clerk.shuffledTies = true;
            case TEN_ROWS -> clerk.givesOnly(10);
            case COUNT_TOO_HIGH -> clerk.countOff = 1 + dice.nextInt(5);
            case COUNT_TOO_LOW -> clerk.countOff = -1 - dice.nextInt(50);
            case FEATURE_OFF -> off(clerk.off);
            case FEATURE_GONE -> off(clerk.broken);
            case UNRESOLVABLE_KEY -> clerk.unresolvable = true;
            case KEY_COMES_AND_GOES -> clerk.unresolvableInThree = 1;
            case STALE_READS -> clerk.behindMillis = 1 + dice.nextLong(STALEST);
            case STALE_LISTS -> clerk.listsBehindMillis = 1 + dice.nextLong(STALEST);
            case UNLISTED_OBJECTS -> some(clerk, dice).forEach(clerk.unlisted::add);
            case OBJECTS_WITHOUT_AN_ADDRESS -> some(clerk, dice).forEach(clerk.unaddressed::add);
            case OTHER_INSTANCE -> clerk.instance = "ins_2";
            case NO_ANSWER -> clerk.unansweredInThree = 1;
            case NONSENSE -> clerk.nonsenseInThree = 1;
        }
    }

    private static void off(Set<Resource> off) {
        off.addAll(List.of(
                Resource.ORGANIZATION, Resource.ORGANIZATION_MEMBERSHIP, Resource.ORGANIZATION_DOMAIN, Resource.ROLE));
    }

    private static List<String> some(FakeClerk clerk, Random dice) {
        List<ObjectNode> live = clerk.live(ADDRESSED.get(dice.nextInt(ADDRESSED.size())));
        return live.stream()
                .filter(object -> dice.nextInt(4) == 0)
                .map(ApiPage::idOf)
                .toList();
    }

    /** Clerk is well again. */
    static void heal(FakeClerk clerk) {
        clerk.instance = "ins_1";
        clerk.unresolvable = false;
        clerk.unresolvableInThree = 0;
        clerk.unansweredInThree = 0;
        clerk.nonsenseInThree = 0;
        clerk.ignoreFilters = false;
        clerk.ignoreCursors = false;
        clerk.refuseCursors = false;
        clerk.refuseCursorsOfEnded = true;
        clerk.ignoreOffsets = false;
        clerk.shortPages = false;
        clerk.shuffledTies = false;
        clerk.countOff = 0;
        clerk.off.clear();
        clerk.broken.clear();
        clerk.unlisted.clear();
        clerk.unaddressed.clear();
        clerk.behindMillis = 0;
        clerk.listsBehindMillis = 0;
        clerk.givesOnly(Integer.MAX_VALUE);
    }
}
