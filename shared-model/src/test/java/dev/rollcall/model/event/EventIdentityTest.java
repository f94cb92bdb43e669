package dev.rollcall.model.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdentityTest {

    private static final EventIdentity OURS = new EventIdentity("user.updated", "user_1");
    private static final EventIdentity NONE = new EventIdentity(null, null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'id':'user_1'},'type':'user.updated'}",
                "{'type':'user.updated','data':{'public_metadata':{'id':'user_2','type':'x.y'},'id':'user_1'}}",
                "{'x':{'data':{'id':'user_2'},'type':'x.y'},'type':'user.updated','data':{'id':'user_1'}}",
                "{'type':'user.updated','metadata':{'id':'user_2'},'data':{'id':'user_1'}}",
                "{'type':'user.updated','data':{'email_addresses':[{'id':'idn_1'}],'id':'user_1','updated_at':'never'}}",
                "{'type':'user.updated','data':{'id':'user_1','a':1,'a':2,'n':1e99999999999}}",
                "{'type':'user.updated','data':{'id':'user_1','a':'\\u0000\\ud800'}}",
                "{'type':'user.updated','data':{'id':'user_1','id':'user_1'},'type':'user.updated'}",
                "{'type':'user.updated','data':{'id':'user_1'},'object':'user'} trailing",
                "{'type':'user.updated','data':{'id':'user_1','cut",
            })
    void readsTypeAndIdWhereTheyBelong(String body) {
        assertThat(identity(body)).isEqualTo(OURS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[{'type':'user.updated','data':{'id':'user_1'}}]",
                "'user.updated'",
                "not json",
                "{'type':1,'data':{'id':2}}",
                "{'type':{'type':'user.updated'},'data':[{'id':'user_1'}]}",
                "{'type':'user updated','data':{'id':'user 1'}}",
                "{'type':'a.b','type':'c.d','data':{'id':'user_1','id':'user_2'}}",
                "{'type':'a.b','type':null,'data':{'id':'user_1'},'data':{'id':null}}",
                "{'object':{'type':'user.updated'},'metadata':{'data':{'id':'user_1'}},'data':{'data':{'id':'user_1'}}}"
            })
    void whatDoesNotStandThereOnceIsNothing(String body) {
        assertThat(identity(body)).isEqualTo(NONE);
    }

    @Test
    void whatIsNoObjectHidesNothingOfWhatFollows() {
        for (String data : new String[] {"[{'id':'user_1'}]", "['id','user_1']", "'user_1'", "null", "1"}) {
            assertThat(identity("{'data':" + data + ",'type':'user.updated'}"))
                    .isEqualTo(new EventIdentity("user.updated", null));
        }
    }

    @Test
    void ofNoBodyThereIsNothing() {
        assertThat(EventIdentity.of(null)).isEqualTo(NONE);
        assertThat(EventIdentity.of(new byte[0])).isEqualTo(NONE);
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(identity("\uFEFF{'type':'user.updated','data':{'id':'user_1'}}"))
                .isEqualTo(OURS);
    }

    @Test
    void readsWhatIsNotUtf8() {
        assertThat(EventIdentity.of("{\"type\":\"user.updated\",\"data\":{\"name\":\"\u00ff\",\"id\":\"user_1\"}}"
                        .getBytes(ISO_8859_1)))
                .isEqualTo(OURS);
    }

    @Test
    void anyDepthBeforeItIsPassedOver() {
        String deep = "[".repeat(250_000) + "]".repeat(250_000);
        assertThat(identity("{'x':" + deep + ",'data':{'m':" + deep + ",'id':'user_1'},'type':'user.updated'}"))
                .isEqualTo(OURS);
    }

    private static EventIdentity identity(String body) {
        return EventIdentity.of(body.replace('\'', '"').getBytes(UTF_8));
    }
}
