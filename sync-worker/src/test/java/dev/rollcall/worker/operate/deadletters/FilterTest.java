package dev.rollcall.worker.operate.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final Filter EVERYTHING =
            parse("schema", "2026-11-01", "2026-11-02T00:00+01:00", "user_1", "3-1042", false);

    @Test
    void saysForTheAuditWhatWasMeant() {
        assertThat(EVERYTHING.describe())
                .isEqualTo("code=schema since=2026-11-01T00:00:00Z until=2026-11-01T23:00:00Z entity=user_1 id=3-1042"
                        + " open");
        assertThat(parse(null, null, null, null, null, true).describe()).isEqualTo("all");
        assertThat(Filter.ofInstance("ins_1").describe()).isEqualTo("instance=ins_1 open");
    }

    @Test
    void withoutAPartItMeansAllThatAreOpen() {
        assertThat(parse(null, null, null, null, null, false).condition()).isEqualTo("true and d.state = 'open'");
        assertThat(parse(null, null, null, null, null, true).condition()).isEqualTo("true");
    }

    @Test
    void hasTheParameterOfEachPartWhereItsConditionStands() {
        assertThat(EVERYTHING.parameters())
                .containsExactly(
                        "schema",
                        Timestamp.from(Instant.parse("2026-11-01T00:00:00Z")),
                        Timestamp.from(Instant.parse("2026-11-01T23:00:00Z")),
                        "user_1",
                        3,
                        1042L);
    }

    /** A part that has a condition and no parameter would shift all that follow. */
    @Property
    void hasAsManyParametersAsItsConditionAsksFor(@ForAll("filters") Filter filter) {
        assertThat(filter.condition().chars().filter(character -> character == '?'))
                .hasSize(filter.parameters().size());
    }

    @Test
    void refusesWhatIsNoneWithWhatToWriteInstead() {
        assertThatThrownBy(() -> parse("canary", null, null, null, null, false))
                .hasMessageStartingWith("there is no such code; write one of empty, ")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> parse(null, "yesterday-ish", null, null, null, false))
                .hasMessageContaining("2026-11-01T00:00Z");
        assertThatThrownBy(() -> parse(null, null, null, "a b", null, false)).hasMessageContaining("1 to 255 letters");
        assertThatThrownBy(() -> parse(null, null, null, null, "1042", false)).hasMessageContaining("3-1042");
    }

    @Provide
    Arbitrary<Filter> filters() {
        return Combinators.combine(
                        Arbitraries.of("schema").injectNull(0.5),
                        Arbitraries.of("2026-11-01").injectNull(0.5),
                        Arbitraries.of("2026-11-02").injectNull(0.5),
                        Arbitraries.of("user_1").injectNull(0.5),
                        Arbitraries.of("3-1042").injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.of("ins_1").injectNull(0.5))
                .as((code, since, until, entity, id, all, instance) -> {
                    Filter parsed = parse(code, since, until, entity, id, all);
                    return new Filter(
                            parsed.code(), parsed.since(), parsed.until(), parsed.entity(), parsed.id(), all, instance);
                });
    }

    private static Filter parse(String code, String since, String until, String entity, String id, boolean all) {
        return Filter.parse(new Filter.Text(code, since, until, entity, id, all), InstantSource.system());
    }
}
