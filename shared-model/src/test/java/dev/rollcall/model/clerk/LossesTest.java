package dev.rollcall.model.clerk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What no row can take goes, the smallest part of it, and only where it would have been stored it is named. Single quotes here, too. */
class LossesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'\\u0000','b':1} | {'b':1}",
                "{'a':'x\\ud800y','b':1} | {'b':1}",
                "{'a':{'c':'\\ude00'},'b':1} | {'a':{},'b':1}",
                "{'a\\u0000':1,'b':1} | {'b':1}",
                "{'\\ud83d':{'c':1},'b':1} | {'b':1}",
                "{'a':['\\u0000',2,['\\ud800']],'b':1} | {'a':[null,2,[null]],'b':1}",
                "{'a':1,'b':1,'a':2} | {'b':1}",
                "{'a':1,'b':1,'a':2,'a':3} | {'b':1}",
                "{'a':{'c':1,'c':2,'d':3},'b':1} | {'a':{'d':3},'b':1}",
                "{'a':1,'b':1,'\\u0061':2} | {'b':1}",
                "{'a':'\\u0000','b':1,'a':2} | {'b':1}",
                "{'a':2,'b':1,'a':1e1000} | {'b':1}",
                "{'a':1e1000,'b':1} | {'b':1}",
                "{'a':[1e-1000,-1e99999999999,3],'b':1} | {'a':[null,null,3],'b':1}",
                "'\\u0000' | ",
                "1e1000 | "
            })
    void theSmallestPartGoes(String sent, @Nullable String kept) {
        ReadObject read = user("'public_metadata':" + sent + ",'first_name':'Zoë','banned':true");
        User user = Records.of(User.class, read);
        JsonNode metadata = user.publicMetadata();
        assertThat(metadata == null ? null : metadata.toString().replace('"', '\''))
                .isEqualTo(kept);
        assertThat(user.firstName()).isEqualTo("Zoë");
        assertThat(user.banned()).isTrue();
        assertThat(read.incomplete()).containsExactly("public_metadata");
    }

    @Test
    void keysAndTextOfAnyLengthAndAThousandDigitsAreKept() {
        String metadata = "{'" + "k".repeat(300_000) + "':'" + "v".repeat(300_000) + "','n':[" + "9".repeat(1_000)
                + ",-" + "9".repeat(1_000) + ",1E+999,1E-999]}";
        ReadObject read = user("'public_metadata':" + metadata);
        assertThat(Records.of(User.class, read).publicMetadata()).hasToString(metadata.replace('\'', '"'));
        assertThat(read.incomplete()).isEmpty();
    }

    @Test
    void manyTokensAreKept() {
        ReadObject read = user("'public_metadata':{'a':[" + "1,".repeat(150_000) + "1]}");
        assertThat(metadata(read).get("a")).hasSize(150_001);
        assertThat(read.incomplete()).isEmpty();
    }

    @Test
    void depthCountsFromTheRootOfTheChangeEvent() {
        // The row, the column, and so many lists.
        ReadObject fits = user("'public_metadata':{'a':" + lists(398) + "}");
        assertThat(depth(metadata(fits))).isEqualTo(399);
        assertThat(fits.incomplete()).isEmpty();
        ReadObject tooDeep = user("'public_metadata':{'a':" + lists(399) + ",'b':1},'banned':true");
        assertThat(tooDeep.incomplete()).containsExactly("public_metadata");
        assertThat(depth(metadata(tooDeep))).isEqualTo(399);
        assertThat(metadata(tooDeep).get("b").intValue()).isEqualTo(1);
    }

    @Test
    void theColumnExtraIsOneMoreAround() {
        // The row, extra, and the lists.
        ReadObject fits = user("'new_field':" + lists(398));
        assertThat(fits.incomplete()).isEmpty();
        assertThat(depth(extra(Records.of(User.class, fits).extra()))).isEqualTo(399);
        ReadObject deeper = user("'new_field':" + lists(399));
        assertThat(deeper.incomplete()).containsExactly("extra");
        assertThat(depth(extra(Records.of(User.class, deeper).extra()))).isEqualTo(399);
        // The row, the list, the child, its extra.
        ReadObject child = user("'email_addresses':[{'id':'idn_1','new_field':" + lists(397) + "}]");
        assertThat(child.incomplete()).containsExactly("email_addresses");
        assertThat(depth(extra(Records.of(User.class, child)
                        .emailAddresses()
                        .getFirst()
                        .extra())))
                .isEqualTo(397);
        assertThat(user("'email_addresses':[{'id':'idn_1','new_field':" + lists(396) + "}]")
                        .incomplete())
                .isEmpty();
    }

    @Test
    void anyDepthIsPassedOver() {
        ReadObject read = user("'public_metadata':{'a':" + lists(250_000) + "},'banned':true");
        assertThat(Records.of(User.class, read).banned()).isTrue();
        assertThat(read.incomplete()).containsExactly("public_metadata");
    }

    static Stream<String> bad() {
        return Stream.of(
                lists(500),
                "'\\u0000'",
                "'\\ud800'",
                "1e9999",
                "{'a':1,'a':2}",
                "[{'id':1,'id':2},'\\u0000']",
                "{'\\u0000':1,'" + "k".repeat(300) + "':[1e999999]}");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatIsNotStoredIsNotJudged(String bad) {
        ReadObject user = user("'organization_memberships':" + bad + ",'object':" + bad
                + ",'phone_numbers':[{'id':'idn_1','backup_codes':" + bad + "}]");
        assertThat(user.incomplete()).isEmpty();
        assertThat(Records.of(User.class, user).phoneNumbers()).hasSize(1);
        ReadObject membership = read(
                "organizationMembership.created",
                "{'id':'orgmem_1','organization':{'id':'org_1','x':" + bad + "},'public_user_data':{'y':" + bad
                        + ",'user_id':'user_1'},'role':'org:admin'}");
        assertThat(membership.incomplete()).isEmpty();
        assertThat(Records.of(OrganizationMembership.class, membership).organizationId())
                .isEqualTo("org_1");
        assertThat(Records.of(OrganizationMembership.class, membership).userId())
                .isEqualTo("user_1");
        ReadObject subscription = read(
                "subscription.created", "{'id':'sub_1','items':[{'payer':" + bad + "}],'payer':{'z':" + bad + "}}");
        assertThat(subscription.incomplete()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'first_name':'\\u0000' | first_name",
                "'banned':'\\u0000' | banned",
                "'first_name':'a','first_name':'b' | first_name",
                "'unknown':'\\u0000' | extra",
                "'\\u0000':1 | extra",
                "'unknown':{'a':1,'a':2} | extra",
                "'private_metadata':{'a':1e9999} | private_metadata",
                "'email_addresses':[{'id':'idn_1','verification':{'a':'\\u0000'}}] | email_addresses",
                "'email_addresses':['\\u0000'] | email_addresses",
                "'email_addresses':{} | email_addresses",
                "'email_addresses':[{'id':'idn_1','id':'idn_2'}] | email_addresses"
            })
    void theColumnIsNamed(String fields, String column) {
        assertThat(user(fields).incomplete()).containsExactly(column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'payer':{'organization_id':'\\u0000','id':'p'} | organization_id",
                "'payer':{'organization_id':'\\u0000'} | organization_id",
                "'payer':'\\u0000' | organization_id,payer_id,user_id",
                "'payer':'\\u0000','user_id':'user_1' | organization_id,payer_id",
                "'payer':{'organization_id':'\\u0000'},'organization_id':'org_1' | ",
                "'payer':{'slug':'\\u0000'} | ",
                "'status':'\\u0000' | status"
            })
    void anIdInsideAnEmbeddedObjectIsNamedWhenItIsLostAndStandsNowhereElse(String fields, @Nullable String columns) {
        assertThat(read("subscription.created", "{'id':'sub_1'," + fields + "}").incomplete())
                .containsExactly(columns == null ? new String[0] : columns.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'banned':true,'banned':'\\u0000'",
                "'banned':true,'banned':false",
                "'locked':true,'locked':true",
                "'deprovisioned':true,'deprovisioned':null",
                "'updated_at':1,'updated_at':2",
                "'created_at':1,'created_at':2",
                "'banned':'\\u0000','banned':false",
                "'first_name':'\\u0000','banned':1,'banned':2"
            })
    void ofAUserWhatDecidesMustNotOccurTwice(String fields) {
        assertUndecided("user.updated", Resource.USER, "{'id':'user_1'," + fields + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'organization':{'id':'org_1','id':'org_2'}",
                "'organization':{'id':'org_1'},'organization':{'id':'org_1'}",
                "'organization_id':'org_1','organization_id':'org_1'",
                "'public_user_data':{'user_id':'user_1','user_id':'user_2'}",
                "'role':'a','role':'b'"
            })
    void ofAMembershipWhatDecidesMustNotOccurTwice(String fields) {
        assertUndecided(
                "organizationMembership.updated", Resource.ORGANIZATION_MEMBERSHIP, "{'id':'orgmem_1'," + fields + "}");
    }

    @Test
    void ofWhatIsPaidThePayersOwnersMustNotOccurTwice() {
        assertUndecided(
                "subscription.updated",
                Resource.SUBSCRIPTION,
                "{'id':'sub_1','payer':{'organization_id':'org_1','organization_id':'org_2'}}");
        assertUndecided(
                "organizationInvitation.created",
                Resource.ORGANIZATION_INVITATION,
                "{'id':'orginv_1','organization_id':'org_1','organization_id':'org_2'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user.updated | {'id':'user_1','first_name':1,'first_name':2}",
                "user.updated | {'id':'user_1','organization_memberships':1,'organization_memberships':2}",
                "user.updated | {'id':'user_1','banned':'\\u0000','updated_at':'\\u0000'}",
                "organizationMembership.updated | {'id':'orgmem_1','organization':{'slug':1,'slug':2}}",
                "organizationInvitation.created | {'id':'orginv_1','public_inviter_data':{'user_id':1,'user_id':2}}",
                "subscription.updated | {'id':'sub_1','payer':{'id':'a','id':'b'}}"
            })
    void whatDecidesNothingMayOccurTwice(String type, String data) {
        Envelope envelope = envelope(type, data);
        Resource resource = Objects.requireNonNull(Resource.of(envelope.type()));
        ClerkObjectReader.requireDecided(resource, envelope.losses());
        assertThat(RecordShape.of(resource.type()).isUndecided(envelope.losses()))
                .isFalse();
    }

    private static void assertUndecided(String type, Resource resource, String data) {
        Envelope envelope = envelope(type, data);
        assertThat(RecordShape.of(resource.type()).isUndecided(envelope.losses()))
                .isTrue();
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> ClerkObjectReader.requireDecided(resource, envelope.losses()))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.DUPLICATE_KEY));
    }

    private static JsonNode metadata(ReadObject user) {
        return Objects.requireNonNull(Records.of(User.class, user).publicMetadata());
    }

    private static JsonNode extra(@Nullable JsonNode extra) {
        return Objects.requireNonNull(extra);
    }

    private static String lists(int count) {
        return "[".repeat(count) + "]".repeat(count);
    }

    private static int depth(JsonNode node) {
        int depth = 0;
        for (JsonNode child : node) {
            depth = Math.max(depth, child.isContainer() ? depth(child) : 0);
        }
        return depth + 1;
    }

    private static ReadObject user(String fields) {
        return read("user.updated", "{'id':'user_1'," + fields + "}");
    }

    private static ReadObject read(String type, String data) {
        Envelope envelope = envelope(type, data);
        Resource resource = Objects.requireNonNull(Resource.of(envelope.type()));
        return ClerkObjectReader.read(resource, envelope.data(), envelope.losses());
    }

    private static Envelope envelope(String type, String data) {
        return EnvelopeReader.read(
                ("{\"type\":\"" + type + "\",\"data\":" + data.replace('\'', '"') + "}").getBytes(UTF_8));
    }
}
