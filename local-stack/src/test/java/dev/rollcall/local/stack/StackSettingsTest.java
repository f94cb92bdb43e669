package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {

    @TempDir
    Path directory;

    private static StackSettings ofInstance(@Nullable String instanceId) {
        return new StackSettings(
                PortPlan.DEFAULT, null, null, null, instanceId, true, ClerkAccess.NONE, List.of("--take-roles"));
    }

    @Test
    void refusesWhatIsNoInstance() {
        assertThat(ofInstance(null).instanceId()).isNull();
        assertThat(ofInstance("ins_1").instanceId()).isEqualTo("ins_1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofInstance("acme"))
                .withMessageStartingWith("--instance-id (CLERK_INSTANCE_ID) has to be");
    }

    @Test
    void onePartOfThemCanBeChanged() {
        StackSettings settings = ofInstance("ins_1");
        PortPlan ports = new PortPlan(1, 2, 3, 4, 5);
        ClerkAccess clerk = ClerkAccess.local(URI.create("http://127.0.0.1:1"), "sk_test_secret");
        assertThat(settings.with(ports).with(clerk))
                .isEqualTo(new StackSettings(ports, null, null, null, "ins_1", true, clerk, List.of("--take-roles")));
        assertThat(settings.with(clerk).toString()).startsWith("StackSettings[").doesNotContain("secret");
    }

    @Test
    void theKeyOfClerkIsGivenItselfOrInAFile() {
        assertThat(ClerkAccess.NONE.hasKey()).isFalse();
        Map<String, String> environment =
                Map.of("CLERK_SECRET_KEY_FILE", "key.txt", "CLERK_API_URL", "http://127.0.0.1:1", "OTHER", "1");
        ClerkAccess given = ClerkAccess.given(name -> Optional.ofNullable(environment.get(name)));
        assertThat(given.variables()).containsOnlyKeys("CLERK_SECRET_KEY_FILE", "CLERK_API_URL");
        assertThat(given.hasKey()).isTrue();
        ClerkAccess local = ClerkAccess.local(URI.create("http://127.0.0.1:1"), "sk_test_1");
        assertThat(local.hasKey()).isTrue();
        assertThat(local.variables())
                .containsEntry("CLERK_SECRET_KEY", "sk_test_1")
                .containsEntry("CLERK_SECRET_KEY_FILE", "")
                .containsEntry("ROLLCALL_API_SHARE", "1");
        assertThat(new ClerkAccess(Map.of("CLERK_SECRET_KEY", "")).hasKey()).isFalse();
    }

    @Test
    void aKafkaIsReachedWithTheSettingsOfItsFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("kafka.properties"), "security.protocol=SSL\n", StandardCharsets.UTF_8);
        KafkaAccess open = KafkaAccess.open("h:1");
        assertThat(open.settings()).isEmpty();
        assertThat(open.variables())
                .isEqualTo(Map.of("KAFKA_BOOTSTRAP_SERVERS", "h:1", "ROLLCALL_KAFKA_PROPERTIES_FILE", ""));
        assertThat(open.with(null)).isSameAs(open);
        KafkaAccess closed = open.with(file);
        assertThat(closed).isEqualTo(new KafkaAccess("h:1", file));
        assertThat(closed.settings()).containsOnly(Map.entry("security.protocol", "SSL"));
        assertThat(closed.variables()).containsEntry("ROLLCALL_KAFKA_PROPERTIES_FILE", file.toString());
        Files.writeString(file, "a=\\u12");
        assertThatThrownBy(closed::settings)
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be read as a properties file");
    }

    @Test
    void partsAreCalledAsCommandsPrintThem() {
        assertThat(PartName.values())
                .extracting(PartName::label)
                .containsExactly("postgres", "kafka", "worker", "gateway");
    }
}
