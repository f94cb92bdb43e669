package dev.rollcall.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.simulator.verify.VerificationSettings;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WorldSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationSettingsTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final URI URL = URI.create("http://127.0.0.1:8080/webhooks/clerk");
    private static final SimulationSettings DEFAULTS = SimulationSettings.of(7, 100, URL, SECRET);

    @Test
    void defaultsAreAQuietRunAsFastAsPossible() {
        assertThat(DEFAULTS.world())
                .isEqualTo(WorldSettings.of(7, 100)
                        .sentOn(Objects.requireNonNull(DEFAULTS.world().sent())));
        assertThat(DEFAULTS.world().faults()).isEmpty();
        assertThat(DEFAULTS.world().instanceId()).isEqualTo("ins_rollcallSimulator0000000000");
        assertThat(DEFAULTS.ratePerSecond()).isZero();
        assertThat(DEFAULTS.connections()).isEqualTo(32);
        assertThat(DEFAULTS.requestTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(DEFAULTS.retrySpan()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void everySettingCanBeChanged() {
        SimulationSettings changed = DEFAULTS.withFaults(Set.of(Fault.TIE))
                .withInstanceId("ins_other")
                .withRatePerSecond(500)
                .withConnections(64)
                .withRetrySpan(Duration.ofSeconds(3));
        assertThat(changed)
                .isEqualTo(new SimulationSettings(
                        new WorldSettings(
                                7,
                                100,
                                Set.of(Fault.TIE),
                                "ins_other",
                                DEFAULTS.world().sent()),
                        URL,
                        SECRET,
                        500,
                        64,
                        SimulationSettings.SVIX_TIMEOUT,
                        Duration.ofSeconds(3)));
    }

    @Test
    void badSettingsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SimulationSettings.of(7, 0, URL, SECRET));
        assertThatIllegalArgumentException().isThrownBy(() -> SimulationSettings.of(7, 6_000_000, URL, SECRET));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulationSettings.of(7, 1, URI.create("ftp://host/x"), SECRET));
        assertThatIllegalArgumentException().isThrownBy(() -> SimulationSettings.of(7, 1, URL, "whsec_%"));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRatePerSecond(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRatePerSecond(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRatePerSecond(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withConnections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withConnections(1_025));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRetrySpan(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulationSettings.of(7, 1, URI.create("http:///webhooks"), SECRET));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimulationSettings(
                        DEFAULTS.world(), URL, SECRET, 0, 1, Duration.ZERO, DEFAULTS.retrySpan()));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRetrySpan(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withInstanceId("acme"));
    }

    @Test
    void theLeastAndTheMostAreTaken() {
        assertThat(DEFAULTS.withConnections(1).connections()).isEqualTo(1);
        assertThat(DEFAULTS.withConnections(1_024).connections()).isEqualTo(1_024);
        assertThat(DEFAULTS.withRatePerSecond(0).ratePerSecond()).isZero();
        assertThat(SimulationSettings.of(7, 1, URI.create("https://hooks.example/x"), SECRET)
                        .webhookUrl())
                .hasHost("hooks.example");
    }

    @Test
    void printsNoSecret() {
        assertThat(DEFAULTS.toString()).contains("connections=32").doesNotContain(SECRET);
        assertThat(VerificationSettings.of(DEFAULTS.world(), "jdbc:postgresql://h/d?password=pssst", "h:1")
                        .toString())
                .doesNotContain("pssst");
    }
}
