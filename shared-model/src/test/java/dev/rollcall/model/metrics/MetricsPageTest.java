package dev.rollcall.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final MetricsPage PAGE = MetricsPage.parse("""
            # HELP events_total what came
            # TYPE events_total counter
            events_total{kind="a",place="here"} 2.0
            events_total{kind="a",place="there"} 3 1700000000000
            events_total{kind="b \\"quoted\\"",place="here"} 4
            up 1
            lag{loop="0"} NaN
            lag{loop="1"} 7.5
            most +Inf
            least -Inf
            broken one
            no value at all here
            """);

    @Test
    void sumsWhatHasTheLabelsWhateverElseItHas() {
        assertThat(PAGE.sum("events_total")).isEqualTo(9);
        assertThat(PAGE.sum("events_total", Map.of("kind", "a"))).isEqualTo(5);
        assertThat(PAGE.sum("events_total", Map.of("kind", "a", "place", "there")))
                .isEqualTo(3);
        assertThat(PAGE.sum("events_total", Map.of("kind", "c"))).isZero();
        assertThat(PAGE.sum("events_total", sample -> sample.label("place").equals("here")))
                .isEqualTo(6);
    }

    @Test
    void knowsWhatIsThereAndWhatIsNot() {
        assertThat(PAGE.has("up")).isTrue();
        assertThat(PAGE.has("broken")).isFalse();
        assertThat(PAGE.sum("down")).isZero();
        assertThat(PAGE.all("events_total")).hasSize(3);
        assertThat(PAGE.all("up").getFirst().label("kind")).isEmpty();
    }

    @Test
    void theGreatestIsANumber() {
        assertThat(PAGE.greatest("lag")).hasValue(7.5);
        assertThat(PAGE.greatest("down")).isEmpty();
        assertThat(PAGE.sum("most")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(PAGE.sum("least")).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
