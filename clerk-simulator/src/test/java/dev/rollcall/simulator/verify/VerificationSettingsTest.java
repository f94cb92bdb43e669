package dev.rollcall.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.simulator.world.WorldSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerificationSettingsTest {

    private static final WorldSettings WORLD = WorldSettings.of(7, 100);
    private static final String DATABASE = "jdbc:postgresql://h/d?password=pssst";
    private static final VerificationSettings DEFAULTS = VerificationSettings.of(WORLD, DATABASE, "h:1");

    @Test
    void waitsForFiveMinutesInAllAndForOneOfQuiet() {
        assertThat(DEFAULTS)
                .isEqualTo(new VerificationSettings(
                        WORLD,
                        DATABASE,
                        "h:1",
                        Map.of(),
                        "",
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Set.of(),
                        Set.of()));
    }

    @Test
    void everySettingCanBeChanged() {
        Properties client = new Properties();
        client.setProperty("security.protocol", "SSL");
        assertThat(DEFAULTS.withKafkaClient(client)
                        .withTopicPrefix("staging.")
                        .withLimit(Duration.ofSeconds(9))
                        .withQuiet(Duration.ofSeconds(3))
                        .withUndelivered(Set.of("msg_1"))
                        .withLost(Set.of("msg_2")))
                .isEqualTo(new VerificationSettings(
                        WORLD,
                        DATABASE,
                        "h:1",
                        Map.of("security.protocol", "SSL"),
                        "staging.",
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(3),
                        Set.of("msg_1"),
                        Set.of("msg_2")));
    }

    @Test
    void badSettingsAreRefusedWithoutTheUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationSettings.of(WORLD, "postgresql://h/d?password=pssst", "h:1"))
                .withMessage("the database URL must begin with jdbc:postgresql:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationSettings.of(WORLD, DATABASE, " "))
                .withMessageContaining("bootstrap servers");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withLimit(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withQuiet(Duration.ZERO));
    }

    @Test
    void saysWhatItComparesWithAndNoPassword() {
        assertThat(DEFAULTS.withTopicPrefix("staging.").toString())
                .contains("kafkaBootstrap=h:1", "topicPrefix=staging.", "undelivered=0")
                .doesNotContain("pssst");
    }
}
