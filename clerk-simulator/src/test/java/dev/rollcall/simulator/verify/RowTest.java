package dev.rollcall.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.EmailAddress;
import dev.rollcall.model.clerk.ExternalAccount;
import dev.rollcall.model.clerk.FieldName;
import dev.rollcall.model.clerk.Organization;
import dev.rollcall.model.clerk.OrganizationMembership;
import dev.rollcall.model.clerk.PhoneNumber;
import dev.rollcall.model.clerk.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowTest {

    @Test
    void columnsAreThoseOfTheSharedModel() {
        Map.of(
                        TableShape.USERS, User.class,
                        TableShape.ORGANIZATIONS, Organization.class,
                        TableShape.MEMBERSHIPS, OrganizationMembership.class,
                        TableShape.EMAIL_ADDRESSES, EmailAddress.class,
                        TableShape.PHONE_NUMBERS, PhoneNumber.class,
                        TableShape.EXTERNAL_ACCOUNTS, ExternalAccount.class)
                .forEach((shape, type) -> {
                    Set<String> fields = new TreeSet<>(shape.copied().keySet());
                    shape.columns().forEach(column -> fields.add(column.name()));
                    fields.addAll(shape.children().keySet());
                    fields.add("extra");
                    assertThat(Arrays.stream(type.getRecordComponents()).map(FieldName::of))
                            .as(shape.table())
                            .containsExactlyInAnyOrderElementsOf(fields);
                });
    }

    @Test
    void everyFieldHasOneHome() {
        Row row = Row.expected(TableShape.USERS, json("""
                {"id":"user_1","object":"user","first_name":"Zoë","last_name":null,"banned":true,
                 "created_at":1736150400000,"lockout_expires_in_seconds":60,
                 "public_metadata":{"a":[1,null]},"pronouns":"they","locale":{"language":"de"},
                 "legal_accepted_at":"2025-01-01","create_organizations_limit":"unlimited","nothing":null,
                 "last_active_at":-1,"organization_memberships":[{}],
                 "email_addresses":[{"id":"idn_1","object":"email_address","email_address":"a@b","x":1},
                                    {"id":"idn_1","email_address":"second of the same id"}],
                 "phone_numbers":[{"id":"idn_2","phone_number":"+1","backup_codes":["1"]}]}
                """));
        assertThat(row.values())
                .containsOnlyKeys(
                        "id",
                        "first_name",
                        "banned",
                        "created_at",
                        "lockout_expires_in_seconds",
                        "public_metadata",
                        "extra")
                .containsEntry("first_name", "Zoë")
                .containsEntry("banned", true)
                .containsEntry("created_at", Instant.parse("2025-01-06T08:00:00Z"))
                .containsEntry("lockout_expires_in_seconds", 60L)
                .containsEntry("extra", json("""
                        {"pronouns":"they","locale":{"language":"de"},"legal_accepted_at":"2025-01-01",
                         "create_organizations_limit":"unlimited","last_active_at":-1}
                        """));
        Map<String, Row> emails = row.children().getOrDefault("email_addresses", Map.of());
        assertThat(emails).containsOnlyKeys("idn_1");
        assertThat(emails.getOrDefault("idn_1", Row.of(Map.of())).values())
                .containsEntry("email_address", "a@b")
                .containsEntry("extra", json("{\"x\":1}"));
        assertThat(row.children()
                        .getOrDefault("phone_numbers", Map.of())
                        .getOrDefault("idn_2", Row.of(Map.of()))
                        .values())
                .containsOnlyKeys("id", "phone_number");
    }

    @Test
    void aMembershipKeepsOnlyTheIdsOfWhatIsEmbedded() {
        Row row = Row.expected(TableShape.MEMBERSHIPS, json("""
                {"id":"orgmem_1","role":"org:admin","permissions":["a"],
                 "organization":{"id":"org_1","name":"newer"},"public_user_data":{"user_id":"user_1","identifier":"a@b"}}
                """));
        assertThat(row.values())
                .containsOnlyKeys("id", "role", "permissions", "organization_id", "user_id")
                .containsEntry("organization_id", "org_1")
                .containsEntry("user_id", "user_1");
    }

    @Test
    void numbersAndKeyOrderCompareByValue() {
        assertThat(Json.isEqual(json("{\"a\":1.0,\"b\":[1e3,{}]}"), json("{\"b\":[1000,{}],\"a\":1}")))
                .isTrue();
        assertThat(Json.isEqual(json("{\"a\":9007199254740993}"), json("{\"a\":9007199254740992}")))
                .isFalse();
        assertThat(Json.isEqual(json("{\"a\":[1,2]}"), json("{\"a\":[2,1]}"))).isFalse();
        assertThat(Json.isEqual(json("{\"a\":null}"), json("{}"))).isFalse();
        assertThat(Json.isEqual(json("{\"a\":\"1\"}"), json("{\"a\":1}"))).isFalse();
    }

    @Test
    void acceptTokensAreLeftOutAtAnyDepth() {
        assertThat(Json.without("url", json("{\"url\":\"t\",\"a\":[{\"invitation\":{\"url\":\"t\",\"id\":1}}]}")))
                .isEqualTo(json("{\"a\":[{\"invitation\":{\"id\":1}}]}"));
    }

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
