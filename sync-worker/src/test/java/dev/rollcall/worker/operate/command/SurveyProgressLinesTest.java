package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.worker.survey.run.Requests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A bar that moves where a person looks, a line now and then where a log is kept. */
class SurveyProgressLinesTest {

    private static final String AGAIN = "\r\u001B[K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final TerminalStream terminal = TerminalStream.before(shown);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Requests requests = new Requests(registry);
    private long nanos = -5;

    private SurveyProgressLines lines(@Nullable TerminalStream watched) {
        return new SurveyProgressLines(terminal, requests, watched, () -> nanos);
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private void asked(String outcome, int times) {
        registry.counter("rollcall.survey.requests", "outcome", outcome).increment(times);
    }

    private void passes(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void onATerminalABarMovesAndEachTableKeepsItsLast() {
        SurveyProgressLines lines = lines(terminal);
        lines.begun("users", 0);
        asked("2xx", 1);
        passes(Duration.ofSeconds(1));
        lines.page("users", 500, 2_000, 7);
        passes(Duration.ofMillis(100));
        lines.page("users", 1_000, 2_000, 7);
        asked("2xx", 3);
        passes(Duration.ofMillis(100));
        lines.page("users", 1_500, 2_000, 9);
        passes(Duration.ofMillis(800));
        lines.page("users", 2_000, 2_000, 9);
        lines.begun("roles", 0);
        lines.end();

        assertThat(shown())
                .isEqualTo(AGAIN
                        + "[######..................] users: 500 of 2,000, 500/s, 3 s left, published 7, requests 1"
                        + AGAIN
                        + "[##################......] users: 1,500 of 2,000, 1,250/s, 0 s left, published 9, requests 4"
                        + AGAIN
                        + "[########################] users: 2,000 of 2,000, 1,000/s, published 9, requests 4"
                        + System.lineSeparator());
    }

    @Test
    void elsewhereALineComesEveryTenSecondsWithoutControlCharacters() {
        SurveyProgressLines lines = lines(null);
        lines.say("Survey 1");
        lines.begun("users", 10_000);
        passes(Duration.ofSeconds(5));
        lines.page("users", 10_500, 1_000_000, 0);
        passes(Duration.ofSeconds(9));
        lines.page("users", 11_000, 1_000_000, 0);
        passes(Duration.ofSeconds(1));
        asked("2xx", 4);
        asked("too_many", 1);
        lines.page("users", 11_500, 1_000_000, 0);
        lines.end();

        assertThat(shown().lines())
                .containsExactly(
                        "Survey 1",
                        "users: 10,500 of 1,000,000, 100/s, 164 min 55 s left, published 0, requests 0",
                        "users: 11,500 of 1,000,000, 100/s, 164 min 45 s left, published 0, requests 5, refused for their number"
                                + " (429) 1");
        assertThat(shown()).doesNotContain("\r", "\u001B");
    }

    @Test
    void whatIsSaidAndTheNextTableBeginOnALineOfTheirOwn() {
        SurveyProgressLines lines = lines(terminal);
        lines.begun("roles", 0);
        passes(Duration.ofSeconds(1));
        lines.page("roles", 5, 0, 0);
        lines.begun("permissions", 0);
        passes(Duration.ofSeconds(1));
        lines.page("permissions", 5, 20, 0);
        lines.say("Survey 1");

        String end = System.lineSeparator();
        assertThat(shown())
                .isEqualTo(AGAIN
                        + "[........................] roles: 5, 5/s, published 0, requests 0"
                        + end
                        + AGAIN
                        + "[######..................] permissions: 5 of 20, 5/s, 3 s left, published 0, requests 0"
                        + end
                        + "Survey 1"
                        + end);
    }

    @Test
    void theLastPageIsToldAtOnceAndATableThatNobodyBeganBegins() {
        SurveyProgressLines lines = lines(null);
        lines.begun("users", 0);
        passes(Duration.ofSeconds(1));
        lines.page("users", 500, 1_000, 0);
        passes(Duration.ofSeconds(1));
        lines.page("users", 1_000, 1_000, 0);
        lines.page("roles", 0, 600, 0);
        passes(Duration.ofSeconds(10));
        lines.page("roles", 0, 600, 0);
        passes(Duration.ofSeconds(10));
        lines.page("roles", 150, 600, 0);
        lines.page("roles", 601, 600, 0);
        lines.end();

        assertThat(shown().lines())
                .containsExactly(
                        "users: 500 of 1,000, 500/s, 1 s left, published 0, requests 0",
                        "users: 1,000 of 1,000, 500/s, published 0, requests 0",
                        "roles: 0 of 600, 0/s, published 0, requests 0",
                        "roles: 150 of 600, 8/s, 1 min 0 s left, published 0, requests 0",
                        "roles: 601 of 601, 30/s, published 0, requests 0");
    }

    /** Clerk's lists end with a page in which nothing is new, and what is made meanwhile is listed, too. */
    @Test
    void noLineComesTwiceAndNoneSaysMoreThanAll() {
        for (TerminalStream watched : Arrays.asList(null, terminal)) {
            shown.reset();
            SurveyProgressLines lines = lines(watched);
            lines.begun("users", 0);
            passes(Duration.ofSeconds(1));
            lines.page("users", 233, 233, 4);
            asked("2xx", 1);
            lines.page("users", 233, 233, 4);
            lines.page("users", 238, 233, 4);
            lines.page("users", 239, 233, 4);
            lines.page("users", 239, 233, 4);
            lines.begun("roles", 0);
            lines.end();

            assertThat(shown().split("[\r\n]+"))
                    .filteredOn(line -> line.contains("users"))
                    .satisfiesExactly(
                            whole -> assertThat(whole).contains("users: 233 of 233, 233/s, published 4, requests"),
                            more -> assertThat(more).contains("users: 239 of 239, 239/s, published 4, requests"));
        }
    }

    @Test
    void aWaitCountsDownInPlaceWhereAPersonLooks() {
        for (TerminalStream watched : Arrays.asList(null, terminal)) {
            SurveyProgressLines lines = lines(watched);
            lines.say("They are looked at again in 2 minutes");
            lines.waits("The second look begins", Duration.ofMinutes(2));
            lines.waits("The second look begins", Duration.ofMillis(58_010));
            lines.waits("The second look begins", Duration.ZERO);
            lines.say("Survey 1");
        }

        String end = System.lineSeparator();
        String said = "They are looked at again in 2 minutes" + end;
        assertThat(shown())
                .isEqualTo(said + "Survey 1" + end + said + AGAIN + "The second look begins in 2 min 0 s" + AGAIN
                        + "The second look begins in 59 s" + AGAIN + "Survey 1" + end);
    }

    @Test
    void whereClerkDoesNotCountNothingIsLeftToSay() {
        SurveyProgressLines lines = lines(null);
        lines.begun("roles", 0);
        passes(Duration.ofSeconds(2));
        lines.page("roles", 10, 0, 0);

        assertThat(shown().lines()).containsExactly("roles: 10, 5/s, published 0, requests 0");
    }
}
