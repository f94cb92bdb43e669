package dev.rollcall.worker.copy.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.table.JsonWeight;
import dev.rollcall.worker.copy.table.Table;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** JSON is written with single quotes here. */
class OtherObjectsTest {

    private static final RecordDecoder DECODER = new RecordDecoder(Set.of(), Clock.systemUTC());

    private static Decoded decoded(String type, String data) {
        return DECODER.decode(RecordDecoderTest.source(RecordDecoderTest.event(type, data)));
    }

    private static Decoded.State state(String type, String data) {
        return (Decoded.State) decoded(type, data);
    }

    private static String content(Decoded.State state) {
        return ((String) state.row().value(1)).replace('"', '\'');
    }

    @Test
    void aDeleteEndsTheObjectOfItsTypeAndId() {
        assertThat(decoded("passkey.deleted", "{'id':'psk_1','user_id':'user_1','deleted':true}"))
                .isInstanceOfSatisfying(Decoded.End.class, end -> {
                    assertThat(end.table()).isEqualTo(Table.OTHER_OBJECTS);
                    assertThat(end.key()).isEqualTo(new EntityKey("passkey", "psk_1"));
                    assertThat(end.owners().ids()).containsExactly("user_1");
                    assertThat(end.kept()).isEmpty();
                });
    }

    @Test
    void onlyTheVerbDeletedEndsAnObjectThatNobodyKnows() {
        assertThat(content(state("passkey.removed", "{'id':'psk_1','deleted':true}")))
                .isEqualTo("{'id':'psk_1','deleted':true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1}", "{'id':null,'a':1}"})
    void withoutAnIdTheMessageIsTheIdentity(String data) {
        Decoded.State state = state("ledger.created", data);
        assertThat(state.key()).isEqualTo(new EntityKey("ledger", "msg_1"));
        assertThat(content(state)).isEqualTo(data);
    }

    /** What would end is another one than the one that was meant. */
    @ParameterizedTest
    @ValueSource(strings = {"{'deleted':true}", "{'id':null}", "{'id':'\\u0000'}"})
    void aDeleteWithoutAnIdIsRefused(String data) {
        assertThat(decoded("ledger.deleted", data))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(FailureCode.SCHEMA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "['l_1']", "'l 1'", "''", "'\\u0000'"})
    void anIdThatIsNoneIsRefused(String id) {
        assertThat(decoded("ledger.created", "{'id':" + id + "}"))
                .isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(FailureCode.SCHEMA);
                    assertThat(rejected.reason()).isEqualTo("data.id is not an id");
                });
    }

    @Test
    void ofMessagesToPeopleOnlyTheFactsOfTheDeliveryAreKept() {
        assertThat(content(state(
                        "email.created",
                        "{'id':'ema_1','slug':'code','status':'sent','body':'123456','data':{'otp_code':'123456'},"
                                + "'to_email_address':'zoe@x.y','subject':'123456 is your code','user_id':'user_1'}")))
                .isEqualTo("{'id':'ema_1','slug':'code','status':'sent','user_id':'user_1'}");
        assertThat(content(state(
                        "sms.created",
                        "{'id':'sms_1','message':'123456','phone_number_id':'idn_1','created_at':5,'to':'+4930'}")))
                .isEqualTo("{'id':'sms_1','phone_number_id':'idn_1','created_at':5}");
        assertThat(content(state("Email.created", "{'object':'email','id':'ema_1','data':{'otp_code':'123456'}}")))
                .as("by what the object says")
                .isEqualTo("{'object':'email','id':'ema_1'}");
        assertThat(content(state("message.sent", "{'object':'sms_message','id':'sms_1','message':'123456'}")))
                .isEqualTo("{'object':'sms_message','id':'sms_1'}");
        assertThat(content(state("emailAddress.created", "{'object':'email_address','id':'idn_1','a':1}")))
                .isEqualTo("{'object':'email_address','id':'idn_1','a':1}");
    }

    /** What would not have been kept is no loss. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "email.created | 'slug':'\\u0000' | true",
                "email.created | 'slug':{'token':'\\u0000'} | true",
                "email.created | 'body':'\\u0000' | false",
                "email.created | 'data':{'x':'\\u0000'} | false",
                "message.sent | 'object':'email','body':'\\u0000' | false",
                "ledger.created | 'name':'\\u0000' | true",
                "ledger.created | 'of':{'name':'\\u0000'} | true",
                "ledger.created | 'token':'\\u0000' | false",
                "ledger.created | 'token':{'name':'\\u0000'} | false",
                "ledger.created | 'of':{'token':'\\u0000'} | false",
                "ledger.created | 'public_metadata':{'url':'a\\u0000','x':1} | true",
                "ledger.created | 'unsafeMetadata':{'my_token':'\\u0000'} | true"
            })
    void aLossIsToldWhereItIsOne(String type, String field, boolean loss) {
        assertThat(state(type, "{'id':'x_1'," + field + "}").row().incomplete())
                .isEqualTo(loss ? List.of("data") : List.of());
    }

    @Test
    void onlyFieldsThatHoldObjectsOrListsGoAndOnlyAsManyAsHaveTo() {
        String text = "'t':'" + "x".repeat(2_500_000) + "'";
        Decoded.State state = state(
                "ledger.created",
                "{'id':'l_1',"
                        + text
                        + ",'a':[1],'c':[" + "1,".repeat(400_000)
                        + "1],'b':{'x':'" + "x".repeat(300_000)
                        + "'}}");
        assertThat(state.row().incomplete()).containsExactly("data");
        assertThat(content(state)).startsWith("{'id':'l_1'," + text + ",'a':[1],'b':{'x':'x");
    }

    @Test
    void whatJustFitsKeepsAll() {
        String fits = weighing(Table.HEAVIEST_ROW, "{'id':'l_1','t':'','a':[1],'b':[]}");
        Decoded.State whole = state("ledger.created", fits);
        assertThat(whole.row().incomplete()).isEmpty();
        assertThat(content(whole)).isEqualTo(fits);
        String heavy = weighing(Table.HEAVIEST_ROW + 1, "{'id':'l_1','t':'','a':[1],'b':[]}");
        Decoded.State lighter = state("ledger.created", heavy);
        assertThat(lighter.row().incomplete()).containsExactly("data");
        assertThat(content(lighter)).isEqualTo(heavy.replace(",'a':[1]", ""));
    }

    @Test
    void afterOneThatWasHeavyEnoughNoOtherGoes() {
        long list = JsonWeight.of("[1]");
        String data = weighing(Table.HEAVIEST_ROW + list, "{'id':'l_1','t':'','a':[1],'b':[]}");
        assertThat(content(state("ledger.created", data))).isEqualTo(data.replace(",'a':[1]", ""));
    }

    /** Its text is filled until PostgreSQL prints that many bytes of it. */
    private static String weighing(long bytes, String data) {
        String written = JsonMapper.shared().readTree(data.replace('\'', '"')).toString();
        return data.replace("'t':''", "'t':'" + "x".repeat((int) (bytes - JsonWeight.of(written))) + "'");
    }
}
