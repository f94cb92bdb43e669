package dev.rollcall.gateway.identify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.gateway.setting.SettingRefusedException;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventIdentifierTest {

    private static final Set<String> ONE_TIME_CODES = Set.of("email.created", "sms.created");

    private final EventIdentifier identifier = new EventIdentifier(new IdentifySettings(ONE_TIME_CODES));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":\"user_1\"},\"object\":\"event\",\"type\":\"user.created\"}",
                "{\"type\":\"user.created\",\"data\":{\"name\":{\"id\":\"no\"},\"list\":[{\"id\":\"no\"}],\"id\":\"user_1\"}}",
                " \n{\"x\":[1,{\"type\":\"no\",\"data\":{\"id\":\"no\"}}],\"type\":\"user.created\",\"data\":{\"id\":\"user_1\"}}\n"
            })
    void findsTypeAndEntityWhereverTheyStand(String body) {
        assertThat(identify(body))
                .isEqualTo(new EventIdentity.Stored(new EventType("user.created"), new EntityId("user_1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"user.created\",\"data\":{}}",
                "{\"type\":\"user.created\"}",
                "{\"type\":\"user.created\",\"data\":[{\"id\":\"user_1\"}]}",
                "{\"type\":\"user.created\",\"data\":\"user_1\"}",
                "{\"type\":\"user.created\",\"data\":{\"id\":7}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":null}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":{\"id\":\"user_1\"}}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user 1\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"../../etc\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\",\"id\":\"user_1\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\"},\"data\":{\"id\":\"user_2\"}}"
            })
    void leavesTheEntityOpenWhenItIsNotNamedOnce(String body) {
        assertThat(identify(body)).isEqualTo(new EventIdentity.Stored(new EventType("user.created"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":7,\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":{},\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":\"\",\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":\"a b\",\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":\"line\\nbreak\",\"data\":{\"id\":\"user_1\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\"},\"type\":\"user.created\"}",
                "{\"type\":\"email.created\",\"data\":{\"id\":\"user_1\"},\"type\":\"user.created\"}"
            })
    void leavesTheTypeOpenWhenItIsNotNamedOnce(String body) {
        assertThat(identify(body)).isEqualTo(new EventIdentity.Stored(null, new EntityId("user_1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"email.created\"",
                "{",
                "{\"type\":\"email.created\"",
                "{\"type\":\"email.created\"} {}",
                "{\"type\":\"email.created\"} x",
                "{\"type\":\"email.created\",}",
                "<xml/>",
                "{\"data\":{\"n\":NaN},\"type\":\"email.created\"}"
            })
    void storesWhatItCannotRead(String body) {
        assertThat(identify(body)).isEqualTo(new EventIdentity.Stored(null, null));
    }

    @Test
    void storesWhatIsTooDeepOrNotText() {
        assertThat(identify("{\"a\":" + "[".repeat(100_000))).isEqualTo(new EventIdentity.Stored(null, null));
        assertThat(identifier.identify(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}))
                .isEqualTo(new EventIdentity.Stored(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email.created", "sms.created"})
    void excludesTheConfiguredTypes(String type) {
        assertThat(identify("{\"data\":{\"id\":\"ema_1\"},\"type\":\"" + type + "\"}"))
                .isEqualTo(new EventIdentity.Excluded(new EventType(type)));
    }

    @Test
    void storesEverythingWhenNothingIsExcluded() {
        EventIdentifier all = new EventIdentifier(new IdentifySettings(Set.of()));
        assertThat(all.identify("{\"type\":\"email.created\"}".getBytes(UTF_8)))
                .isInstanceOf(EventIdentity.Stored.class);
    }

    @Property
    void neverFails(@ForAll byte[] body) {
        assertThat(identifier.identify(body)).isNotNull();
    }

    @Property
    void neverFailsOnAnythingThatLooksLikeAnEvent(@ForAll String text) {
        assertThat(identify("{\"type\":\"" + text + "\",\"data\":{\"id\":\"" + text + "\"}}"))
                .isNotNull();
    }

    @Test
    void settingsHaveDefaultsAndAreRefusedWhenTheyCannotBeMeant() {
        assertThat(bind(Map.of())).isEqualTo(new IdentifySettings(ONE_TIME_CODES));
        assertThat(bind(Map.of("rollcall.gateway.excluded-types", "a.b, c.d")))
                .isEqualTo(new IdentifySettings(Set.of("a.b", "c.d")));
        assertThatThrownBy(() -> new IdentifySettings(Set.of("not a type")))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith("rollcall.gateway.excluded-types holds something");
    }

    private static IdentifySettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.gateway", IdentifySettings.class);
    }

    private EventIdentity identify(String body) {
        return identifier.identify(body.getBytes(UTF_8));
    }
}
