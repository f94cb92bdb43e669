package dev.rollcall.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedFoldTest {

    private final FeedFold fold = new FeedFold();

    @Test
    void lastValueOfAKeyCounts() {
        announce("user_1", "{\"a\":1}", "1", 5L);
        announce("user_2", "{\"b\":1}", "2", 1L);
        announce("user_1", "{\"a\":2}", "3", 9L);
        assertThat(fold.live("user_1")).isEqualTo("{\"a\":2}");
        assertThat(fold.live("user_2")).isEqualTo("{\"b\":1}");
        assertThat(fold.live("user_3")).isNull();
        assertThat(fold.records()).isEqualTo(3);
        assertThat(fold.violations()).isEmpty();
    }

    @Test
    void nullRemoves() {
        announce("user_1", "{}", "1", 1L);
        announce("user_1", null, "2", 2L);
        announce("user_2", null, "3", 1L);
        assertThat(fold.live("user_1")).isNull();
        assertThat(fold.knows("user_1")).isTrue();
        assertThat(fold.violations()).isEmpty();
    }

    @Test
    void noticesWhatGoesBackwards() {
        announce("user_1", "{}", "1", 5L);
        announce("user_1", "{}", "2", 4L);
        assertThat(fold.violations()).singleElement().satisfies(found -> {
            assertThat(found.what()).isEqualTo("ce_revision");
            assertThat(found.expected()).isEqualTo("more than 5");
            assertThat(found.actual()).isEqualTo("4");
        });
    }

    @Test
    void noticesWhatIsAnnouncedTwice() {
        announce("user_1", "{}", "1", 5L);
        announce("user_1", "{}", "1", 5L);
        assertThat(fold.violations()).extracting(Difference::what).containsExactly("ce_revision", "ce_id");
    }

    @Test
    void noticesLifeAndTombstonesAfterTheEnd() {
        announce("user_1", null, "1", 1L);
        announce("user_1", "{}", "2", 2L);
        announce("user_2", null, "3", 1L);
        announce("user_2", null, "4", 2L);
        assertThat(fold.violations())
                .extracting(Difference::id, Difference::what)
                .containsExactly(tuple("user_1", "row"), tuple("user_2", "row"));
    }

    @Test
    void noticesMissingHeaders() {
        announce("user_1", "{}", null, null);
        assertThat(fold.violations()).extracting(Difference::what).containsExactly("ce_revision", "ce_id");
    }

    @Test
    void patienceEndsWhenEqualOrQuietOrAtTheLimit() {
        Patience patience = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(10));
        assertThat(patience.isOver(true, "x", Duration.ZERO)).isTrue();
        assertThat(patience.isOver(false, "a", Duration.ofSeconds(1))).isFalse();
        assertThat(patience.isOver(false, "a", Duration.ofSeconds(10))).isFalse();
        assertThat(patience.isOver(false, "b", Duration.ofSeconds(12))).isFalse();
        assertThat(patience.isOver(false, "b", Duration.ofSeconds(21))).isFalse();
        assertThat(patience.isOver(false, "b", Duration.ofSeconds(22))).isTrue();
        assertThat(patience.isOver(false, "c", Duration.ofSeconds(60))).isTrue();
    }

    private void announce(String key, @Nullable String value, @Nullable String eventId, @Nullable Long revision) {
        fold.accept(new FeedRecord("clerk.changes.users", key, value, eventId, revision));
    }
}
