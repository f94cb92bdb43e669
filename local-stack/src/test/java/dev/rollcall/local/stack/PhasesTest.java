package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PhasesTest {

    private final List<String> told = new ArrayList<>();

    private final Narrator narrator = new Narrator() {
        @Override
        public void say(String line) {
            told.add(line.replaceFirst("[0-9.]+ s$", "N s"));
        }

        @Override
        public Wait begin(String what) {
            told.add(what + " begins");
            return () -> told.add(what + " ends");
        }
    };

    @Test
    void namesTheWorkThatIsUnderWay() throws Exception {
        Phases phases = new Phases(narrator, "Quick start");
        Runnable learnt = phases.thenAfter(2, "PostgreSQL");
        CountDownLatch both = new CountDownLatch(2);

        phases.run(List.of(
                () -> {
                    learnt.run();
                    both.countDown();
                },
                () -> {
                    learnt.run();
                    both.countDown();
                },
                both::await));

        assertThat(told)
                .containsExactly(
                        "Quick start begins",
                        "Quick start ends",
                        "Quick start ready after N s",
                        "PostgreSQL begins",
                        "PostgreSQL ends",
                        "PostgreSQL ready after N s");
    }

    @Test
    void doesNotCallReadyWhatFailed() {
        Phases phases = new Phases(narrator, "PostgreSQL");

        assertThatThrownBy(() -> phases.run(List.of(() -> {
                    throw new IllegalStateException("no");
                })))
                .hasMessage("no");

        assertThat(told).containsExactly("PostgreSQL begins", "PostgreSQL ends");
    }
}
