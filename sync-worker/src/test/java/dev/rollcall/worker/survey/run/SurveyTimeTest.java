package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurveyTimeTest {

    @Test
    void whoLooksOnIsToldWhatIsLeftOfAWaitAndThatItIsOver() throws InterruptedException {
        Duration time = Duration.ofMillis(5);
        List<Duration> told = new ArrayList<>();

        SurveyTime.of(Clock.systemUTC()).sleep(time, told::add);

        assertThat(told).startsWith(time).endsWith(Duration.ZERO);
    }
}
