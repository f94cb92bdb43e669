package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.Losses;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON is written with single quotes here. */
class ClerkObjectReaderTest {

    @ParameterizedTest
    @EnumSource(Resource.class)
    void ofEveryResourceTheIdAloneIsEnough(Resource resource) {
        String id = idOf(resource);
        ClerkObject object =
                Records.of(resource.type(), ClerkObjectReader.read(resource, json("{'id':'%s'}".formatted(id))));
        assertThat(object).isInstanceOf(resource.type());
        assertThat(object.id()).isEqualTo(id);
        assertThat(object.extra()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'id':null}", "{'id':1}", "{'id':''}", "{'id':'org_1'}", "{'id':'user_ 1'}"})
    void withoutAnIdOfItsOwnAnObjectIsRefused(String data) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> ClerkObjectReader.read(Resource.USER, json(data)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.SCHEMA);
                    assertThat(refused.reason()).isEqualTo("data.id is missing or not the id of a user");
                });
    }

    @Test
    void theIdOfAStubIsReadAlone() {
        assertThat(ClerkObjectReader.requireId(Resource.USER, json("{'id':'user_1','deleted':true}")))
                .isEqualTo("user_1");
    }

    @Test
    void everyJsonTypeBecomesTheComponentsType() {
        User user = user("""
                'first_name':'Ada','banned':true,'locked':false,'lockout_expires_in_seconds':5,\
                'last_sign_in_at':1700000000123,'public_metadata':{'a':[1]},'passkeys':[]""");
        assertThat(user.firstName()).isEqualTo("Ada");
        assertThat(user.banned()).isTrue();
        assertThat(user.locked()).isFalse();
        assertThat(user.lockoutExpiresInSeconds()).isEqualTo(5);
        assertThat(user.lastSignInAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(user.publicMetadata()).hasToString("{\"a\":[1]}");
        assertThat(user.passkeys()).hasToString("[]");
        assertThat(user.extra()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'first_name':1",
                "'first_name':{}",
                "'banned':'true'",
                "'banned':1",
                "'lockout_expires_in_seconds':1.0",
                "'lockout_expires_in_seconds':'1'",
                "'lockout_expires_in_seconds':9223372036854775808",
                "'last_sign_in_at':'2024-01-01'",
                "'last_sign_in_at':-1",
                "'last_sign_in_at':1.5",
                "'last_sign_in_at':1.0",
                "'banned':''",
                "'one':1,'two':2",
                "'last_sign_in_at':253402300800000",
                "'last_sign_in_at':9223372036854775808",
                "'email_addresses':{}",
                "'email_addresses':'x'",
                "'favourite_colour':'blue'",
                "'extra':1"
            })
    void whatHasAnotherTypeOrNoComponentIsKeptInExtra(String field) {
        User user = user(field);
        assertThat(user.extra()).hasToString(("{" + field + "}").replace('\'', '"'));
        assertThat(user.emailAddresses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'first_name':null",
                "'unknown':null",
                "'email_addresses':null",
                "'object':'user'",
                "'organization_memberships':[{}]",
                "'primary_email_address_id':''"
            })
    void nullsLeftOutFieldsAndEmptyIdsAreNothing(String field) {
        User user = user(field);
        assertThat(user.extra()).isNull();
        assertThat(user.primaryEmailAddressId()).isNull();
    }

    @Test
    void aNullIsNoJson() {
        assertThat(user("'public_metadata':null").publicMetadata()).isNull();
    }

    @Test
    void anEmptyTextIsATextWhereItIsNoId() {
        assertThat(user("'first_name':''").firstName()).isEmpty();
        assertThat(user("'primary_email_address_id':5").extra()).hasToString("{\"primary_email_address_id\":5}");
    }

    @Test
    void timesReachToTheEndOfTheYear9999() {
        assertThat(user("'last_sign_in_at':0").lastSignInAt()).isEqualTo(Instant.EPOCH);
        assertThat(user("'last_sign_in_at':253402300799999").lastSignInAt())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
    }

    @Test
    void childrenHaveTheirOwnColumnsAndExtra() {
        User user = user("""
                'email_addresses':[{'id':'idn_1','object':'email_address','email_address':'a@b.c','colour':'red'}],\
                'phone_numbers':[{'id':'idn_2','backup_codes':['1234'],'phone_number':'+1'}]""");
        assertThat(user.emailAddresses()).hasSize(1);
        EmailAddress address = user.emailAddresses().getFirst();
        assertThat(address.id()).isEqualTo("idn_1");
        assertThat(address.emailAddress()).isEqualTo("a@b.c");
        assertThat(address.extra()).hasToString("{\"colour\":\"red\"}");
        assertThat(user.phoneNumbers().getFirst().extra()).isNull();
        assertThat(user.extra()).isNull();
    }

    /** Neither under another spelling nor where a list is expected. */
    @Test
    void aSecretOfAChildIsNotKeptInAnotherShape() {
        assertThat(user("'phone_numbers':[{'id':'idn_1','backupCodes':['1'],'of':{'token':'1','a':1}}]")
                        .phoneNumbers()
                        .getFirst()
                        .extra())
                .hasToString("{\"of\":{\"a\":1}}");
        assertThat(user("'phone_numbers':{'id':'idn_1','backup_codes':['1'],'a':1}")
                        .extra())
                .hasToString("{\"phone_numbers\":{\"id\":\"idn_1\",\"a\":1}}");
        assertThat(user("'later':{'token':'the application may need it'}").extra())
                .hasToString("{\"later\":{\"token\":\"the application may need it\"}}");
    }

    @Test
    void ofSeveralChildrenWithOneIdTheFirstCounts() {
        User user = user(
                "'email_addresses':[{'id':'b','email_address':'1'},{'id':'a','email_address':'2'},{'id':'b','email_address':'3'}]");
        assertThat(user.emailAddresses().stream().map(EmailAddress::emailAddress))
                .containsExactly("1", "2");
    }

    @Test
    void aChildWithoutAnIdGetsOneThatItsContentDecides() {
        List<String> ids = user(
                        "'email_addresses':[{'email_address':'1'},{'id':'','email_address':'1'},{'id':null,'email_address':'1'},{'id':5},{'email_address':'2'}]")
                .emailAddresses()
                .stream()
                .map(EmailAddress::id)
                .toList();
        assertThat(ids).hasSize(5).doesNotHaveDuplicates().allMatch(id -> id.matches("derived_[0-9a-f]{32}"));
        assertThat(user("'email_addresses':[{'email_address':'1'}]")
                        .emailAddresses()
                        .getFirst()
                        .id())
                .isEqualTo(ids.getFirst())
                .isEqualTo("derived_69e30f2759e7aa6f84aa508f159ad940");
        assertThat(user("'email_addresses':[{'email_address':'1'},{'email_address':'1'}]")
                        .emailAddresses())
                .hasSize(1);
    }

    /** The Backend API need not have the webhooks' order of keys; the order of an array is part of what it says. */
    @Test
    void theOrderOfKeysDoesNotMatterToAChildWithoutAnIdAtAnyDepth() {
        assertThat(user("""
                                        'email_addresses':[{'email_address':'1','x':{'a':1,'b':2},'linked_to':[{'id':'i','type':'t'},[{'a':1,'b':2}]]},\
                                        {'linked_to':[{'type':'t','id':'i'},[{'b':2,'a':1}]],'x':{'b':2,'a':1},'email_address':'1'}]""").emailAddresses()).hasSize(1);
        assertThat(user("'email_addresses':[{'x':[1,2]},{'x':[2,1]},{'x':[1]},{'x':[{}]},{'x':[[]]}]")
                        .emailAddresses())
                .hasSize(5);
    }

    @Test
    void theFirstThousandChildrenCountAndPrimaryOnes() {
        assertThat(user("'email_addresses':" + children(1_000)).emailAddresses())
                .hasSize(1_000);
        ReadObject read = lossy("'primary_email_address_id':'idn_1500','email_addresses':" + children(2_000));
        List<String> ids = Records.of(User.class, read).emailAddresses().stream()
                .map(EmailAddress::id)
                .toList();
        assertThat(ids).hasSize(1_001).startsWith("idn_0", "idn_1").endsWith("idn_999", "idn_1500");
        assertThat(read.incomplete()).containsExactly("email_addresses");
        assertThat(user("'phone_numbers':" + children(1_001) + ",'primary_phone_number_id':'idn_1000'")
                        .phoneNumbers())
                .hasSize(1_001);
    }

    @Test
    void aPrimaryIdThatIsNoneKeepsNoChildAway() {
        User user = user("'primary_email_address_id':5,'email_addresses':[{'id':'idn_1'}]");
        assertThat(user.emailAddresses().stream().map(EmailAddress::id)).containsExactly("idn_1");
    }

    @Test
    void whatIsNoChildIsLeftOutAndTheOthersStay() {
        ReadObject read = lossy("'email_addresses':[1,{'id':'idn_1'},null,[],'x',{'id':'idn_2'}],'banned':true");
        User user = Records.of(User.class, read);
        assertThat(user.emailAddresses().stream().map(EmailAddress::id)).containsExactly("idn_1", "idn_2");
        assertThat(user.banned()).isTrue();
        assertThat(user.extra()).isNull();
        assertThat(read.incomplete()).containsExactly("email_addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"banned", "locked", "deprovisioned"})
    void aFlagThatDecidesAndIsNoneIsNamed(String flag) {
        ReadObject read = lossy("'" + flag + "':'true','first_name':1");
        assertThat(read.incomplete()).containsExactly(flag);
        assertThat(Records.of(User.class, read).extra()).hasToString("{\"" + flag + "\":\"true\",\"first_name\":1}");
        assertThat(lossy("'" + flag + "':null").incomplete()).isEmpty();
    }

    @Test
    void anIdOfAChildThatNoIndexTakesIsReplaced() {
        ReadObject read = lossy("'email_addresses':[{'id':'" + "ü".repeat(1_001) + "'},{'id':'" + "x".repeat(2_001)
                + "'},{'id':'" + "y".repeat(2_000) + "'}]");
        assertThat(Records.of(User.class, read).emailAddresses().stream().map(EmailAddress::id))
                .satisfiesExactly(
                        id -> assertThat(id).matches("derived_[0-9a-f]{32}"),
                        id -> assertThat(id).matches("derived_[0-9a-f]{32}"),
                        id -> assertThat(id).isEqualTo("y".repeat(2_000)));
        assertThat(read.incomplete()).containsExactly("email_addresses");
    }

    @Test
    void textInRfc3339IsATimeWhereItOrders() {
        assertThat(user("'updated_at':'2026-11-20T08:00:00Z'").updatedAt())
                .isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(user("'last_sign_in_at':'2026-11-20T08:00:00Z'").extra())
                .hasToString("{\"last_sign_in_at\":\"2026-11-20T08:00:00Z\"}");
    }

    private static ReadObject lossy(String fields) {
        return ClerkObjectReader.read(Resource.USER, json("{'id':'user_1'," + fields + "}"), new Losses());
    }

    private static String children(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "{'id':'idn_" + index + "'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void ownersComeFromEmbeddedObjectsOfWhichNothingElseIsKept() {
        OrganizationMembership membership = membership(
                "'organization':{'id':'org_1','name':'Acme'},'public_user_data':{'user_id':'user_1','first_name':'Ada'}");
        assertThat(membership.organizationId()).isEqualTo("org_1");
        assertThat(membership.userId()).isEqualTo("user_1");
        assertThat(membership.extra()).isNull();
    }

    @Test
    void anOwnFieldComesBeforeTheEmbeddedOne() {
        assertThat(membership("'organization_id':'org_2','organization':{'id':'org_1'}")
                        .organizationId())
                .isEqualTo("org_2");
        assertThat(membership("'organization_id':'','organization':{'id':'org_1'}")
                        .organizationId())
                .isEqualTo("org_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'organization':null",
                "'organization':'org_1'",
                "'organization':{}",
                "'organization':{'id':null}",
                "'organization':{'id':1}",
                "'organization':{'id':''}"
            })
    void anOwnerThatIsNotNamedIsNull(String field) {
        assertThat(membership(field).organizationId()).isNull();
    }

    @Test
    void whatIsLeftOutInsideAKeptFieldIsLeftOutOfEachElement() {
        ObjectNode data =
                json("{'id':'sub_1','items':[{'id':'i','payer':{'email':'x'}},{'id':'j'}],'payer':{'id':'p'}}");
        ObjectNode untouched = data.deepCopy();
        Subscription subscription = Records.of(Subscription.class, ClerkObjectReader.read(Resource.SUBSCRIPTION, data));
        assertThat(data).isEqualTo(untouched);
        assertThat(subscription.items()).hasToString("[{\"id\":\"i\"},{\"id\":\"j\"}]");
        assertThat(subscription.extra()).isNull();
        assertThat(waitlistEntry("{'id':'i','url':'https://token'}").invitation())
                .hasToString("{\"id\":\"i\"}");
        assertThat(waitlistEntry("'text'").invitation()).hasToString("\"text\"");
    }

    private static WaitlistEntry waitlistEntry(String invitation) {
        return Records.of(
                WaitlistEntry.class,
                ClerkObjectReader.read(Resource.WAITLIST_ENTRY, json("{'id':'w_1','invitation':" + invitation + "}")));
    }

    @ParameterizedTest
    @CsvSource({
        "user.created,USER",
        "user.updated,USER",
        "user.deleted,USER",
        "user.frobnicated,",
        "organizationInvitation.accepted,ORGANIZATION_INVITATION",
        "session.revoked,SESSION",
        "session.anything,",
        "session.pending,SESSION",
        "session.removed,SESSION",
        "session.ended,SESSION",
        "session.active,",
        "session.accepted,",
        "organizationInvitation.revoked,ORGANIZATION_INVITATION",
        "organizationInvitation.ended,",
        "organizationInvitation.pending,",
        "user.revoked,",
        "user.accepted,",
        "user.pending,",
        "user.removed,",
        "user.ended,",
        "user.active,",
        "subscription.ended,SUBSCRIPTION",
        "subscription.pastDue,SUBSCRIPTION",
        "subscription.revoked,",
        "subscriptionItem.freeTrialEnding,SUBSCRIPTION_ITEM",
        "paymentAttempt.revoked,",
        "email.created,",
        "User.created,",
        "user,"
    })
    void aTypeNamesTheResourceWhoseTableItChanges(String type, Resource resource) {
        assertThat(Resource.of(new EventType(type))).isEqualTo(resource);
    }

    @Test
    void everyFieldThatIsLeftOutHasAReason() {
        for (ExcludedField excluded : ExcludedField.values()) {
            assertThat(excluded.reason()).as(excluded.name()).endsWith(".");
            assertThat(excluded.field()).isNotEmpty();
            boolean inside = excluded.field().contains(".");
            assertThat(ExcludedField.of(excluded.type()).contains(excluded.field()))
                    .isEqualTo(!inside);
        }
        assertThat(ExcludedField.inside(Subscription.class, "items")).containsExactly("payer");
        assertThat(ExcludedField.inside(Subscription.class, "item")).isEmpty();
    }

    private static String idOf(Resource resource) {
        return switch (resource) {
            case ORGANIZATION -> "org_1";
            case USER -> "user_1";
            case ORGANIZATION_MEMBERSHIP -> "orgmem_1";
            default -> "x_1";
        };
    }

    private static User user(String fields) {
        return Records.of(User.class, lossy(fields));
    }

    private static OrganizationMembership membership(String fields) {
        return Records.of(
                OrganizationMembership.class,
                ClerkObjectReader.read(
                        Resource.ORGANIZATION_MEMBERSHIP,
                        json("{'id':'orgmem_1'" + (fields.isEmpty() ? "" : ",") + fields + "}")));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(text.replace('\'', '"'));
    }
}
