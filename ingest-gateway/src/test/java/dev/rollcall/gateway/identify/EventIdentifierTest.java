package dev.rollcall.gateway.identify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import dev.rollcall.startup.SettingRefusedException;
import java.nio.charset.Charset;
import java.util.List;
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
                " \n"
                        + "{\"x\":[1,{\"type\":\"no\",\"data\":{\"id\":\"no\"}}],\"type\":\"user.created\",\"data\":{\"id\":\"user_1\"}}\n"
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tru",
                "trux",
                "fals",
                "nul",
                "nulx",
                "01",
                "1.",
                "-",
                "1e",
                "1e+",
                "1E-",
                "+1",
                ".5",
                "'\\x'",
                "'\\u12g4'",
                "'\u001f'",
                "[1 2]",
                "[1,]",
                "{'a' 1}",
                "{'a':1 'b':2}",
                "{a:1}"
            })
    void storesAnEventOfWhichOneValueIsNoJson(String value) {
        assertThat(identify(event(value))).isEqualTo(new EventIdentity.Stored(null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "false",
                "null",
                "0",
                "-0",
                "10",
                "1.05",
                "1e5",
                "1E+5",
                "2e-9",
                "''",
                "'\\n'",
                "'\\u12aF'",
                "' \u007f'",
                "'\u0080\u07ff\u0800\uffff'",
                "[ 1 , 2 ]",
                "{ 'a' : 1 , 'b' : [ ] }"
            })
    void findsTheTypeBehindAnyValueThatIsJson(String value) {
        assertThat(identify(event(value))).isEqualTo(new EventIdentity.Excluded(new EventType("email.created")));
    }

    private static String event(String value) {
        return "{'x':%s,'type':'email.created'}".formatted(value).replace('\'', '"');
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
        assertThat(all.identify("{\"data\":{\"object\":\"email\"}}".getBytes(UTF_8)))
                .isInstanceOf(EventIdentity.Stored.class);
    }

    /** A sender may escape any letter, and JSON leaves the order to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\\u0074ype\":\"email.created\"}",
                "{\"\\u0074\\u0079\\u0070\\u0065\":\"\\u0065mail\\u002Ecreated\"}",
                "{\"data\":{\"id\":\"ema_1\"},\"typ\\u0065\":\"email.create\\u0064\"}",
                "{\"\\ud800\":{\"\\udfff\":\"\\ud800\"},\"type\":\"email.created\"}",
                "{\"a\":1,\"a\":2,\"data\":{\"b\":[],\"b\":{\"c\":1,\"c\":2}},\"type\":\"email.created\"}",
                "{\"a\":1e99999999999,\"b\":-0.0E-7,\"c\":\"\\u0000\\/\\b\\f\",\"type\":\"email.created\"}"
            })
    void findsTheTypeHoweverItIsWritten(String body) {
        assertThat(identify(body)).isEqualTo(new EventIdentity.Excluded(new EventType("email.created")));
    }

    /** What is repaired on the way is not what was signed, and the worker would not read it either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'email.created','x':'\u00ff'}",
                "\u00ef\u00bbx{'type':'email.created'}",
                "\u00efx\u00bf{'type':'email.created'}",
                "x\u00bb\u00bf{'type':'email.created'}"
            })
    void storesWhatIsNoTextOrBeginsWithHalfAMark(String bytes) {
        assertThat(identifier.identify(bytes.replace('\'', '"').getBytes(ISO_8859_1)))
                .isEqualTo(new EventIdentity.Stored(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void findsTheTypeInAnyEncodingOfJsonWithAndWithoutItsMark(String encoding) {
        String body = "{\"a\":\"\u00fc\u20ac\ud83d\ude00\",\"type\":\"email.created\"}";
        for (String text : List.of(body, "\ufeff" + body)) {
            assertThat(identifier.identify(text.getBytes(Charset.forName(encoding))))
                    .isEqualTo(new EventIdentity.Excluded(new EventType("email.created")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "email | {'data':{'object':'email','data':{'otp_code':'1'}}}",
                "email | {'data':{'object':'email'},'type':null}",
                "email | {'data':{'object':'email'},'type':['email.created']}",
                "email | {'type':'email created','data':{'object':'email'}}",
                "email | {'type':'','data':{'object':'email'}}",
                "email | {'type':'email.created','type':'email.created','data':{'object':'email'}}",
                "email | {'type':'user.created','type':'email.created','data':{'object':'\\u0065mail'}}",
                "sms_message | {'data':{'id':'sms_1','object':'sms_message','message':'1'}}"
            })
    void leavesOutByShapeWhatHasTheObjectOfAnExcludedTypeAndNoTypeToTell(String object, String body) {
        assertThat(identify(body.replace('\'', '"'))).isEqualTo(new EventIdentity.ExcludedByShape(object));
    }

    /** Otherwise people who can write somewhere into an event could keep it out of the copy: their own ban, say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'id':'user_1','object':'user','unsafe_metadata':{'object':'email','otp_code':'1'}}}",
                "{'data':{'id':'user_1','unsafe_metadata':{'data':{'object':'email'},'object':'sms_message'}}}",
                "{'data':{'id':'user_1','data':{'object':'email'}},'object':'email'}",
                "{'data':{'id':'user_1','object':'Email'}}",
                "{'data':{'id':'user_1','object':'sms'}}",
                "{'data':{'id':'user_1','object':'email','object':'user'}}",
                "{'data':{'id':'user_1','object':['email']}}",
                "{'data':{'id':'user_1','object':'user'},'data':{'object':'email'}}"
            })
    void storesWhatMayBeAnythingElse(String body) {
        assertThat(identify(body.replace('\'', '"'))).isInstanceOf(EventIdentity.Stored.class);
    }

    @Test
    void aTypeThatCanBeReadDecidesAlone() {
        assertThat(identify("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_1\",\"object\":\"email\"}}"))
                .isEqualTo(new EventIdentity.Stored(new EventType("user.updated"), new EntityId("user_1")));
    }

    @Test
    void leavesOutByShapeOnlyWhatIsExcludedInThisConfiguration() {
        EventIdentifier texts = new EventIdentifier(new IdentifySettings(Set.of("sms.created", "session.created")));
        assertThat(texts.identify("{\"data\":{\"object\":\"email\"}}".getBytes(UTF_8)))
                .isInstanceOf(EventIdentity.Stored.class);
        assertThat(texts.identify("{\"data\":{\"object\":\"sms_message\"}}".getBytes(UTF_8)))
                .isInstanceOf(EventIdentity.ExcludedByShape.class);
        assertThat(texts.identify("{\"data\":{\"object\":\"session\"}}".getBytes(UTF_8)))
                .as("no word about which of a session's events it is")
                .isInstanceOf(EventIdentity.Stored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'data':{'object':'email'}", "{'data':{'object':'email'}}}", "{'data':{'object':'email',}}"})
    void storesWhatIsNoJsonWhateverItsShape(String body) {
        assertThat(identify(body.replace('\'', '"'))).isEqualTo(new EventIdentity.Stored(null, null));
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
