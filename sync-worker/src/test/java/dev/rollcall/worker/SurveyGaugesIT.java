package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.metrics.SurveyGauges;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What surveys left in the database, as metrics. */
class SurveyGaugesIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aTableThatWasNeverSurveyedHasNoSeries() {
        try (TestDatabase database = TestDatabase.create()) {
            SurveyGauges gauges = new SurveyGauges(database.pool, Duration.ofHours(24), registry);
            gauges.refresh();
            assertThat(registry.find("rollcall.drift.rows").gauges()).isEmpty();
            assertThat(registry.find("rollcall.drift.proven.timestamp").gauges())
                    .isEmpty();
            assertThat(registry.get("rollcall.survey.interval").gauge().value()).isEqualTo(86_400);
            assertThat(registry.get("rollcall.survey.incomplete").gauge().value())
                    .isZero();

            database.execute("""
                    insert into rollcall.drift ("table", verdict, found, "left", left_before, run, proven_at) values
                        ('users', 'missing', 5, 3, 2, 1, timestamptz 'epoch' + interval '1000 s'),
                        ('users', 'extra', 1, 1, null, 1, timestamptz 'epoch' + interval '1000 s'),
                        ('users', 'activity_only', 9, 9, 9, 1, timestamptz 'epoch' + interval '1000 s');
                    insert into rollcall.survey_runs (run, command, mode, instance_id, release, state)
                    values (1, 'reconcile', '', 'ins_1', 'r', 'incomplete')
                    """);
            gauges.refresh();
            assertThat(value("rollcall.drift.rows", "missing")).isEqualTo(3);
            assertThat(value("rollcall.drift.remaining.rows", "missing")).isEqualTo(2);
            assertThat(value("rollcall.drift.rows", "extra")).isEqualTo(1);
            assertThat(value("rollcall.drift.remaining.rows", "extra")).isZero();
            assertThat(registry.find("rollcall.drift.rows").gauges()).hasSize(2);
            assertThat(registry.get("rollcall.drift.proven.timestamp")
                            .tag("table", "users")
                            .gauge()
                            .value())
                    .isEqualTo(1_000);
            assertThat(registry.get("rollcall.survey.incomplete").gauge().value())
                    .isEqualTo(1);
        }
    }

    private double value(String name, String kind) {
        return registry.get(name).tags("table", "users", "kind", kind).gauge().value();
    }
}
