package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import dev.rollcall.worker.survey.walk.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When a walk's pages are fetched, and what becomes of those that fail. */
class PagesAheadTest {

    private static final int NEVER = 99;

    /** A list of so many pages; tells when the one is asked for that somebody waits for. */
    private static final class Pages implements Walk {
        private final Deque<Place> asked = new ArrayDeque<>();
        private final CountDownLatch awaited = new CountDownLatch(1);
        private final int pages;
        private final int failing;
        private final int beginningAgain;
        private int malformed;

        private Pages(int pages, int failing, int beginningAgain) {
            this.pages = pages;
            this.failing = failing;
            this.beginningAgain = beginningAgain;
        }

        @Override
        public synchronized Step next(Place place, IdHashes seen) throws ApiException {
            asked.add(place);
            if (place.offset() == 1) {
                awaited.countDown();
            }
            if (malformed > 0) {
                malformed--;
                throw new ApiException(ApiException.Kind.MALFORMED, "no list");
            }
            if (place.offset() == failing) {
                throw new ApiException(ApiException.Kind.EXHAUSTED, "no budget");
            }
            boolean again = place.offset() == beginningAgain && place.restarts() == 0;
            Place after = again ? at(0, 1, false) : at(place.offset() + 1, place.restarts(), false);
            return new Step(
                    List.of(),
                    after.offset() == pages ? at(pages, place.restarts(), true) : after,
                    again,
                    OptionalLong.empty());
        }

        private synchronized List<Long> offsets() {
            return asked.stream().map(Place::offset).toList();
        }
    }

    private static Place at(long offset, int restarts, boolean ended) {
        return new Place(offset, List.of(), null, 0, restarts, 0, 0, ended);
    }

    private static List<Long> walked(Pages walk) throws ApiException, InterruptedException {
        try (PagesAhead pages = new PagesAhead(walk, new IdHashes())) {
            Place place = Place.START;
            while (!place.ended()) {
                place = pages.next(place).place();
            }
        }
        return walk.offsets();
    }

    @Test
    void thePageBehindIsAskedForWhileTheOneBeforeIsLookedAt() throws Exception {
        Pages walk = new Pages(3, NEVER, NEVER);
        try (PagesAhead pages = new PagesAhead(walk, new IdHashes())) {
            assertThat(pages.next(Place.START).place().offset()).isEqualTo(1);
            walk.awaited.await();
        }
        assertThat(walk.offsets()).containsExactly(0L, 1L);
    }

    @Test
    void everyPageIsAskedForOnceAndNoneBehindTheEnd() throws Exception {
        assertThat(walked(new Pages(4, NEVER, NEVER))).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aWalkThatBeginsAgainAsksForNothingOfTheFormerOne() throws Exception {
        assertThat(walked(new Pages(3, NEVER, 1))).containsExactly(0L, 1L, 0L, 1L, 2L);
    }

    @Test
    void aPageThatFailsLeavesTheOneBeforeToBeTaken() throws Exception {
        Pages walk = new Pages(3, 1, NEVER);
        try (PagesAhead pages = new PagesAhead(walk, new IdHashes())) {
            Place first = pages.next(Place.START).place();
            assertThat(first.offset()).isEqualTo(1);
            assertThatThrownBy(() -> pages.next(first))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            failed -> assertThat(failed.kind()).isEqualTo(ApiException.Kind.EXHAUSTED));
        }
    }

    @Test
    void anAnswerThatMakesNoSenseIsAskedForTwiceMore() throws Exception {
        Pages walk = new Pages(1, NEVER, NEVER);
        walk.malformed = 2;
        assertThat(walked(walk)).containsExactly(0L, 0L, 0L);
        walk.malformed = 3;
        assertThatThrownBy(() -> walked(walk)).isInstanceOf(ApiException.class);
    }
}
