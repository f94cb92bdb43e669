package dev.rollcall.worker.copy.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.table.Table;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** JSON is written with single quotes here. */
class RecordDecoderTest {

    private static final RecordDecoder DECODER = new RecordDecoder(Set.of(), Clock.systemUTC());
    private static final Table USERS = Table.ofResource(Resource.USER);
    private static final int CAP = 512 * 1024;

    static Stream<String> bad() {
        return Stream.of(
                "[".repeat(500) + "]".repeat(500),
                "[".repeat(200_000) + "]".repeat(200_000),
                "{'" + "k".repeat(60_000) + "':1}",
                "['\\u0000','\\ud800',{'\\u0000':1}]",
                "{'a':1,'a':2}",
                "[1e999999,1e-999999,1e99999999999," + "9".repeat(5_000) + "]",
                "[" + "1,".repeat(100_000) + "1]",
                "'" + "x".repeat(400_000) + "'");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whateverTheMetadataHoldsTheBanIsInTheRow(String bad) {
        Decoded.State state = state(
                "user.updated",
                "{'id':'user_1','public_metadata':{'x':" + bad + ",'y':1},'banned':true,'updated_at':5}");
        assertThat(value(state, "banned")).isEqualTo(true);
        assertThat((String) value(state, "public_metadata")).contains("\"y\":1");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aDeleteNeedsItsIdOnly(String bad) {
        Decoded.End end = end(
                "organizationMembership.deleted",
                "{'organization':{'id':'org_1','x':" + bad + "},'private_metadata':" + bad + ",'id':'orgmem_1','role':"
                        + bad + ",'created_at':" + bad + ",'updated_at':" + bad + ",'public_user_data':{'y':" + bad
                        + ",'user_id':'user_1'}}");
        assertThat(end.key()).isEqualTo(new EntityKey("organizationMembership", "orgmem_1"));
        assertThat(end.owners().ids()).containsExactly("org_1", "user_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'organization':null",
                ",'organization':{'id':'user_1'},'public_user_data':{'user_id':'x y'}",
                ",'organization':{'id':'org_1','id':'org_2'},'public_user_data':5",
                ",'organization':{'id':'org_1'},'organization':{'id':'org_1'}",
                ",'organization_id':'...','user_id':{}"
            })
    void ownersOfADeleteThatAreNoneAreAbsent(String fields) {
        assertThat(end("organizationMembership.deleted", "{'id':'orgmem_1'" + fields + "}")
                        .owners()
                        .ids())
                .containsExactly(null, null);
    }

    @Test
    void aStateWithoutItsOwnersIsRefused() {
        assertRejected(FailureCode.SCHEMA, "organizationMembership.created", "{'id':'orgmem_1'}");
        assertRejected(
                FailureCode.SCHEMA,
                "organizationMembership.created",
                "{'id':'orgmem_1','organization':{'id':'org_1'},'public_user_data':{'user_id':'\\u0000'}}");
    }

    @Test
    void aStateWhoseOwnerIsOfAnotherKindIsRefused() {
        assertRejected(
                FailureCode.SCHEMA,
                "organizationMembership.created",
                "{'id':'orgmem_1','organization':{'id':'user_2'},'public_user_data':{'user_id':'user_1'}}");
    }

    /** It would take the row away from its owner, and live on when that ends. */
    @ParameterizedTest
    @CsvSource({"session.ended, sess_1, user_id", "organizationDomain.updated, orgdmn_1, organization_id"})
    void aStateThatNamesNoOwnerIsRefused(String type, String id, String owner) {
        for (String value : List.of("null", "''", "5", "'a\\u0000'")) {
            assertRejected(FailureCode.SCHEMA, type, "{'id':'%s','%s':%s}".formatted(id, owner, value));
        }
        assertRejected(FailureCode.SCHEMA, type, "{'id':'%s'}".formatted(id));
    }

    /** Clerk's own schema lets an invitation name none. */
    @Test
    void anInvitationMayNameNoOwnerButNotOneThatCannotBeRead() {
        for (String none : List.of("'a':1", "'organization_id':null", "'organization_id':''")) {
            assertThat(state("organizationInvitation.accepted", "{'id':'orginv_1'," + none + "}")
                            .owners()
                            .ids())
                    .containsExactly((String) null);
        }
        for (String unreadable : List.of("5", "'a\\u0000'", "'a b'", "{}")) {
            assertRejected(
                    FailureCode.SCHEMA,
                    "organizationInvitation.accepted",
                    "{'id':'orginv_1','organization_id':" + unreadable + "}");
        }
    }

    @Test
    void aStateSaysWhoseItIsAndWhichMessageSaidIt() {
        Decoded.State membership = state(
                "organizationMembership.created",
                "{'id':'orgmem_1','organization':{'id':'org_1'},'public_user_data':{'user_id':'user_1'}}");
        assertThat(membership.owners().ids()).containsExactly("org_1", "user_1");
        assertThat(membership.version().messageId()).isEqualTo(new MessageId("msg_1"));
    }

    @Test
    void aHeartbeatHasNoEffect() {
        SourceRecord source = source(event("rollcall.heartbeat", "{}"));
        assertThat(DECODER.decode(source)).isEqualTo(new Decoded.Ignored(source));
    }

    @Test
    void timesOfADeleteThatAreNoneAreAbsent() {
        Decoded.End end = end("user.deleted", "{'id':'user_1','updated_at':'never','created_at':-5}");
        assertThat(end.version().updatedAtMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(end.version().eventAtMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(DECODER.decode(source("{'type':'user.deleted','timestamp':'soon','data':{'id':'user_1'}}")))
                .isInstanceOfSatisfying(
                        Decoded.End.class,
                        timeless ->
                                assertThat(timeless.version().eventAtMillis()).isZero());
    }

    @Test
    void theStubOfADeletedUserKeepsItsExternalId() {
        assertThat(end("user.deleted", "{'id':'user_1','deleted':true,'external_id':'ext-1'}")
                        .kept())
                .containsExactly("ext-1");
        assertThat(end("user.deleted", "{'id':'user_1','deleted':true}").kept()).containsExactly((String) null);
        assertThat(end("user.deleted", "{'id':'user_1','external_id':'" + "x".repeat(2_001) + "'}")
                        .kept())
                .containsExactly((String) null);
        assertThat(end("organization.deleted", "{'id':'org_1','slug':'acme'}").kept())
                .containsExactly("acme");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user.updated | {'id':'user_1','updated_at':'soon','created_at':5}",
                "session.ended | {'id':'sess_1','updated_at':-1}",
                "role.updated | {'id':'role_1','created_at':[]}"
            })
    void ofAKnownStateATimeThatIsNoneIsRefused(String type, String data) {
        assertRejected(FailureCode.VERSION, type, data);
    }

    @Test
    void timesAsTextAreRead() {
        assertThat(state("user.updated", "{'id':'user_1','updated_at':'2023-11-14T22:13:20.5Z'}")
                        .version()
                        .updatedAtMillis())
                .isEqualTo(1_700_000_000_500L);
        Decoded.State other = state(
                "creditLedger.created", "{'id':'ccl_1','created_at':'2026-11-20T08:00:00Z','amount':{'amount':500}}");
        assertThat(other.table()).isEqualTo(Table.OTHER_OBJECTS);
        // More than 24 h after the receipt, so the event's time counts.
        assertThat(other.version().updatedAtMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(other.row().value(1))
                .isEqualTo("{\"id\":\"ccl_1\",\"created_at\":\"2026-11-20T08:00:00Z\",\"amount\":{\"amount\":500}}");
    }

    private static final String WHOLE =
            "'id':'user_1','first_name':null,'last_name':null,'primary_email_address_id':null,'email_addresses':[],"
                    + "'phone_numbers':[],'external_accounts':[],'web3_wallets':[],'public_metadata':{},"
                    + "'private_metadata':{},'unsafe_metadata':{},'created_at':1,'updated_at':2";

    @Test
    void aWholeObjectIsAStateWhateverTheVerb() {
        Decoded.State state = state("user.banned", "{" + WHOLE + ",'banned':true}");
        assertThat(state.table()).isEqualTo(USERS);
        assertThat(state.key()).isEqualTo(new EntityKey("user", "user_1"));
        assertThat(value(state, "banned")).isEqualTo(true);
    }

    @Test
    void aWholeObjectOfWhichAKeyIsLostIsWholeStill() {
        for (String lost : List.of(
                "'first_name':'\\u0000'", "'last_name':'\\ud800'", "'unsafe_metadata':{},'unsafe_metadata':{}")) {
            String key = lost.substring(1, lost.indexOf("':"));
            Decoded.State state = state(
                    "user.banned",
                    "{" + WHOLE.replaceAll("'" + key + "':[^,]*", lost.replace("\\", "\\\\")) + ",'banned':true}");
            assertThat(state.table()).as(lost).isEqualTo(USERS);
            assertThat(value(state, "banned")).as(lost).isEqualTo(true);
            assertThat(state.row().incomplete()).as(lost).containsExactly(key);
        }
        assertRejected(FailureCode.DUPLICATE_KEY, "user.banned", "{" + WHOLE + ",'banned':false,'banned':true}");
    }

    @Test
    void aPartOfAnObjectIsKeptAmongTheOthers() {
        for (String part : List.of("{" + WHOLE + "}", "{'id':'user_1','last_sign_in_at':5,'updated_at':2}")) {
            Decoded.State state = state("user.signedIn", part);
            assertThat(state.table()).isEqualTo(Table.OTHER_OBJECTS);
            assertThat(state.key()).isEqualTo(new EntityKey("user", "user_1"));
        }
        assertThat(state("session.touched", "{'id':'sess_1','last_active_at':5}")
                        .table())
                .isEqualTo(Table.OTHER_OBJECTS);
        assertThat(state("session.ended", "{'id':'sess_1','user_id':'user_1','last_active_at':5}")
                        .table())
                .isEqualTo(Table.ofResource(Resource.SESSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.updated", "user.merged", "session.removed", "role.frobnicated"})
    void aDeletedObjectUnderAnotherVerbIsNeither(String type) {
        assertRejected(FailureCode.SCHEMA, type, "{'id':'user_1','deleted':true}");
        assertRejected(FailureCode.SCHEMA, type, "{" + WHOLE + ",'banned':true,'deleted':true}");
    }

    @Test
    void whatSaysThatItIsNotDeletedIsAState() {
        assertThat(state("user.updated", "{'id':'user_1','deleted':false}").table())
                .isEqualTo(USERS);
    }

    @Test
    void textThatNoIndexTakesIsNamed() {
        Decoded.State user = state(
                "user.updated",
                "{'id':'user_1','external_id':'" + "ü".repeat(1_001)
                        + "','email_addresses':[{'id':'idn_1','email_address':'" + "x".repeat(2_001)
                        + "'},{'id':'idn_2','email_address':'" + "x".repeat(2_000) + "'}]}");
        assertThat(value(user, "external_id")).isNull();
        assertThat(user.row().incomplete()).containsExactly("email_addresses", "external_id");
        assertThat(user.row().children(0).get(0).value(1)).isNull();
        assertThat((String) user.row().children(0).get(1).value(1)).hasSize(2_000);
        assertThat(state("role.created", "{'id':'role_1','key':'" + "k".repeat(2_001) + "'}")
                        .row()
                        .incomplete())
                .containsExactly("key");
    }

    @Test
    void whatIsNeverStoredIsNotNamed() {
        Decoded.State state = (Decoded.State) new RecordDecoder(Set.of("private_metadata"), Clock.systemUTC())
                .decode(source(event(
                        "user.updated", "{'id':'user_1','private_metadata':{'a':'\\u0000'},'first_name':'\\ud800'}")));
        assertThat(state.row().incomplete()).containsExactly("first_name");
    }

    private static String numbers(int bytes) {
        return "[" + "1e999,".repeat(bytes / 6) + "1]";
    }

    /** Whether it is weighed at all shows in the time only. */
    @Test
    void whatIsLongOrHasLongNumbersIsWeighed() {
        int half = (int) (Table.HEAVIEST_ROW / 2);
        assertThat(couldBeHeavy(padded("{'id':'user_1'}", half))).isFalse();
        assertThat(couldBeHeavy(padded("{'id':'user_1'}", half + 1))).isTrue();
        // Each has 995 digits more than it has characters.
        String hidden = "{'id':'user_1','x':" + numbers(6 * 100) + "}";
        int rest = half - 100 * 995 / 2;
        assertThat(couldBeHeavy(padded(hidden, rest))).isFalse();
        assertThat(couldBeHeavy(padded(hidden, rest + 1))).isTrue();
    }

    private static boolean couldBeHeavy(SourceRecord source) {
        return RecordDecoder.couldBeHeavy(
                source, EnvelopeReader.read(source.record().value()));
    }

    private static SourceRecord padded(String data, int bytes) {
        String event = event("user.updated", data);
        return source(event + " ".repeat(bytes - event.length()));
    }

    @Test
    void aRowThatIsTooHeavyLosesWholeColumnsInAFixedOrder() {
        Decoded.State state = state(
                "user.updated",
                "{'id':'user_1','banned':true,'public_metadata':" + numbers(20_000) + ",'private_metadata':"
                        + numbers(20_000) + ",'unsafe_metadata':" + numbers(20_000) + ",'new_field':" + numbers(20_000)
                        + "}");
        assertThat(state.row().incomplete()).containsExactly("extra", "private_metadata", "unsafe_metadata");
        assertThat(value(state, "public_metadata")).isNotNull();
        assertThat(value(state, "banned")).isEqualTo(true);
        Decoded.State light =
                state("user.updated", "{'id':'user_1','public_metadata':" + numbers(20_000) + ",'new_field':[1]}");
        assertThat(light.row().incomplete()).isEmpty();
    }

    @Test
    void halfAMegabyteOfNumbersOfAThousandDigitsIsNoBomb() {
        Decoded.State user = state(
                "user.updated",
                "{'id':'user_1','unsafe_metadata':" + numbers(CAP) + ",'first_name':'Zoë','passkeys':[1]}");
        assertThat(user.row().incomplete()).containsExactly("unsafe_metadata");
        assertThat(value(user, "passkeys")).isEqualTo("[1]");
        Decoded.State children = state(
                "user.updated",
                "{'id':'user_1','email_addresses':[{'id':'idn_1','verification':" + numbers(CAP) + "}]}");
        assertThat(children.row().incomplete()).containsExactly("email_addresses");
        assertThat(children.row().children(0)).hasSize(1);
        Decoded.State other = state(
                "creditLedger.created", "{'id':'ccl_1','a':[1],'b':" + numbers(CAP) + ",'c':" + numbers(600) + "}");
        assertThat(other.row().incomplete()).containsExactly("data");
        assertThat((String) other.row().value(1)).startsWith("{\"id\":\"ccl_1\",\"a\":[1],\"c\":");
    }

    @Test
    void otherObjectsSayWhatTheyLack() {
        assertThat(state("ledger.created", "{'id':'l_1','a':{'b':'\\u0000'}}")
                        .row()
                        .incomplete())
                .containsExactly("data");
        assertThat(state("ledger.created", "{'id':'l_1','a':" + "[".repeat(399) + "]".repeat(399) + "}")
                        .row()
                        .incomplete())
                .containsExactly("data");
        assertThat(state("ledger.created", "{'id':'l_1','a':" + "[".repeat(398) + "]".repeat(398) + "}")
                        .row()
                        .incomplete())
                .isEmpty();
        assertRejected(
                FailureCode.DUPLICATE_KEY, "ledger.created", "{'id':'l_1','user_id':'user_1','user_id':'user_2'}");
        assertRejected(FailureCode.SCHEMA, "ledger.created", "{'id':'l\\u0000'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VERSION | {'type':'user.updated','data':{'id':'user_1','updated_at':-1}}",
                "DUPLICATE_KEY | {'type':'user.updated','data':{'banned':true,'banned':false,'id':'user_1'}}",
                "SCHEMA | {'object':'x','type':'user.updated','data':{'id':'user_1'}}",
                "SCHEMA | {'type':'user.updated','data':{'id':'user_1','deleted':true}}",
                "JSON | {'type':'user.updated','data':{'id':'user_1'}} x",
                "JSON | {'type':'user.updated','data':{'id':'user_1','x':"
            })
    void aDeadLetterSaysWhoseItIs(FailureCode code, String body) {
        assertThat(DECODER.decode(source(body))).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.entityId()).isEqualTo("user_1");
            assertThat(rejected.eventType()).isEqualTo("user.updated");
        });
    }

    @Test
    void aRecordWithoutAMessageIdSaysWhoseItIs() {
        SourceRecord source = source("{'type':'user.updated','data':{'id':'user_1'}}");
        source.record().headers().remove(EventHeaders.MESSAGE_ID);
        assertThat(DECODER.decode(source)).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(FailureCode.HEADERS);
            assertThat(rejected.entityId()).isEqualTo("user_1");
        });
        assertThat(DECODER.describe(source, FailureCode.CHANGE_TOO_LARGE, "large")
                        .eventType())
                .isEqualTo("user.updated");
    }

    @Test
    void anEmptyMessageIdIsNone() {
        SourceRecord source = source("{'type':'user.updated','data':{'id':'user_1'}}");
        source.record().headers().remove(EventHeaders.MESSAGE_ID).add(EventHeaders.MESSAGE_ID, new byte[0]);
        assertThat(DECODER.decode(source))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(FailureCode.HEADERS));
    }

    /** Nobody knows one; a clock that fails stands for it. */
    @Test
    void aDefectCostsItsRecordOnlyAndIsToldWithoutItsMessage() {
        Logger logger = (Logger) LoggerFactory.getLogger(RecordDecoder.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            RecordDecoder decoder = new RecordDecoder(Set.of(), () -> {
                throw new UnsupportedOperationException("zoe@x.y");
            });
            assertThat(decoder.decode(source(event("user.updated", "{'id':'user_1'}"))))
                    .isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
                        assertThat(rejected.code()).isEqualTo(FailureCode.UNDECODABLE);
                        assertThat(rejected.reason()).isEqualTo("UnsupportedOperationException");
                        assertThat(rejected.entityId()).isEqualTo("user_1");
                    });
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("A record could not be decoded: java.lang.UnsupportedOperationException");
    }

    private static void assertRejected(FailureCode code, String type, String data) {
        assertThat(DECODER.decode(source(event(type, data))))
                .isInstanceOfSatisfying(
                        Decoded.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(code));
    }

    private static Decoded.State state(String type, String data) {
        return (Decoded.State) DECODER.decode(source(event(type, data)));
    }

    private static Decoded.End end(String type, String data) {
        return (Decoded.End) DECODER.decode(source(event(type, data)));
    }

    private static @Nullable Object value(Decoded.State state, String column) {
        return state.table().valueOf(state.row(), column);
    }

    static String event(String type, String data) {
        return "{'data':" + data + ",'object':'event','timestamp':1700000000000,'type':'" + type + "'}";
    }

    static SourceRecord source(String body) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, "msg_1".getBytes(UTF_8));
        headers.add(EventHeaders.RECEIVED_AT, "1700000000000".getBytes(UTF_8));
        return new SourceRecord(new ConsumerRecord<>(
                "clerk.events",
                0,
                0L,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                body.replace('\'', '"').getBytes(UTF_8),
                headers,
                Optional.empty()));
    }
}
