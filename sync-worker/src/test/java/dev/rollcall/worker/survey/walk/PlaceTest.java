package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {

    private static final Place ANCHORED =
            Place.START.anchored(20, List.of("org_19", "org_20"), new Newcomers(0), false);

    private static Place behind(Place place, long newcomers) {
        return place.behind("user_20", 1_700, 20, new Newcomers(newcomers));
    }

    @Test
    void anOffsetIsSetAndACursorsRowsAreAddedUp() {
        assertThat(ANCHORED).isEqualTo(new Place(20, List.of("org_19", "org_20"), null, 0, 0, 0, 0, false));
        assertThat(ANCHORED.anchored(38, List.of("org_38"), new Newcomers(3), false))
                .isEqualTo(new Place(38, List.of("org_38"), null, 0, 0, 0, 3, false));
        assertThat(behind(behind(Place.START, 1), 2))
                .isEqualTo(new Place(40, List.of(), "user_20", 1_700, 0, 0, 3, false));
    }

    @Test
    void pagesWithoutAnythingNewAreCountedUntilOneHasSomething() {
        Place idle =
                ANCHORED.anchored(20, List.of("org_20"), new Newcomers(0), true).idled();
        assertThat(idle.idle()).isEqualTo(2);
        assertThat(idle.idled()).isEqualTo(new Place(20, List.of("org_20"), null, 0, 0, 3, 0, false));
        assertThat(idle.anchored(30, List.of(), new Newcomers(0), false).idle()).isZero();
    }

    @Test
    void whatBeginsAgainHasItsRestartsOnly() {
        assertThat(ANCHORED.idled().begunAgain().begunAgain())
                .isEqualTo(new Place(0, List.of(), null, 0, 2, 0, 0, false));
    }

    @Test
    void atItsEndItIsWhereItWas() {
        assertThat(behind(Place.START, 1).atEnd()).isEqualTo(new Place(20, List.of(), "user_20", 1_700, 0, 0, 1, true));
    }

    @ParameterizedTest
    @CsvSource({"9999, 1, false", "9999, 2, true", "10000, 1, true", "10001, 0, false"})
    void endsOnceMoreThanTenThousandRowsAreNewerThanTheWalk(long before, long more, boolean ended) {
        Place place = new Place(20, List.of(), null, 0, 0, 0, before, false);
        assertThat(behind(place, more).ended()).isEqualTo(ended);
        assertThat(place.anchored(40, List.of(), new Newcomers(more), false).ended())
                .isEqualTo(ended);
    }
}
