package dev.rollcall.simulator.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.EmailAddress;
import dev.rollcall.model.clerk.ExcludedField;
import dev.rollcall.model.clerk.ExternalAccount;
import dev.rollcall.model.clerk.FieldName;
import dev.rollcall.model.clerk.Organization;
import dev.rollcall.model.clerk.OrganizationDomain;
import dev.rollcall.model.clerk.OrganizationInvitation;
import dev.rollcall.model.clerk.OrganizationMembership;
import dev.rollcall.model.clerk.PaymentAttempt;
import dev.rollcall.model.clerk.Permission;
import dev.rollcall.model.clerk.PhoneNumber;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.clerk.Role;
import dev.rollcall.model.clerk.RolePermission;
import dev.rollcall.model.clerk.Session;
import dev.rollcall.model.clerk.Subscription;
import dev.rollcall.model.clerk.SubscriptionItem;
import dev.rollcall.model.clerk.User;
import dev.rollcall.model.clerk.WaitlistEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowTest {

    private static final Map<TableShape, Class<?>> MODEL = Map.ofEntries(
            Map.entry(Schema.USERS, User.class),
            Map.entry(Schema.EMAIL_ADDRESSES, EmailAddress.class),
            Map.entry(Schema.PHONE_NUMBERS, PhoneNumber.class),
            Map.entry(Schema.EXTERNAL_ACCOUNTS, ExternalAccount.class),
            Map.entry(Schema.ORGANIZATIONS, Organization.class),
            Map.entry(Schema.MEMBERSHIPS, OrganizationMembership.class),
            Map.entry(Schema.INVITATIONS, OrganizationInvitation.class),
            Map.entry(Schema.DOMAINS, OrganizationDomain.class),
            Map.entry(Schema.ROLES, Role.class),
            Map.entry(Schema.ROLE_PERMISSIONS, RolePermission.class),
            Map.entry(Schema.PERMISSIONS, Permission.class),
            Map.entry(Schema.SESSIONS, Session.class),
            Map.entry(Schema.WAITLIST_ENTRIES, WaitlistEntry.class),
            Map.entry(Schema.SUBSCRIPTIONS, Subscription.class),
            Map.entry(Schema.SUBSCRIPTION_ITEMS, SubscriptionItem.class),
            Map.entry(Schema.PAYMENT_ATTEMPTS, PaymentAttempt.class));

    @Test
    void columnsAreThoseOfTheSharedModel() {
        MODEL.forEach((shape, type) -> {
            Set<String> fields = new TreeSet<>(shape.copied().keySet());
            shape.columns().forEach(column -> fields.add(column.name()));
            fields.addAll(shape.children().keySet());
            fields.add("extra");
            assertThat(Arrays.stream(type.getRecordComponents()).map(FieldName::of))
                    .as(shape.table())
                    .containsExactlyInAnyOrderElementsOf(fields);
        });
        assertThat(Schema.BY_RESOURCE.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Resource.values())
                        .map(Resource::eventName)
                        .toList());
        Schema.BY_RESOURCE.forEach((resource, shape) -> assertThat(MODEL.get(shape))
                .isEqualTo(requireNonNull(Resource.ofEventName(resource)).type()));
    }

    @Test
    void whatIsLeftOutIsWhatTheSharedModelExcludes() {
        MODEL.forEach((shape, type) -> assertThat(shape.left())
                .as(shape.table())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ExcludedField.values())
                        .filter(excluded -> excluded.type().equals(type))
                        .map(ExcludedField::field)
                        .toList()));
    }

    @Test
    void onlyWhatIsNamedIsLeftOutOfWhatIsNested() {
        Row entry = Row.expected(Schema.WAITLIST_ENTRIES, json("""
                {"id":"wle_1","object":"waitlist_entry","url":"unknown here, so extra",
                 "invitation":{"id":"inv_1","url":"token","public_metadata":{"url":"kept"}}}
                """));
        assertThat(entry.values())
                .containsOnlyKeys("id", "invitation", "extra")
                .containsEntry("invitation", json("{\"id\":\"inv_1\",\"public_metadata\":{\"url\":\"kept\"}}"))
                .containsEntry("extra", json("{\"url\":\"unknown here, so extra\"}"));
        Row subscription = Row.expected(Schema.SUBSCRIPTIONS, json("""
                {"id":"csub_1","items":[{"id":"csub_item_1","payer":{"email":"a@b"}},{"id":"csub_item_2"}]}
                """));
        assertThat(subscription.values())
                .containsEntry("items", Json.read("[{\"id\":\"csub_item_1\"},{\"id\":\"csub_item_2\"}]"));
    }

    @Test
    void anEmptyIdOfAnotherObjectIsNoneAndLetsTheEmbeddedOneIn() {
        Row row = Row.expected(Schema.SUBSCRIPTION_ITEMS, json("""
                {"id":"csub_item_1","payer_id":"","subscription_id":"","plan_id":null,"interval":"","organization_id":5,
                 "payer":{"id":"cpayer_1","organization_id":"","user_id":"user_1","email":"a@b"}}
                """));
        assertThat(row.values())
                .containsOnly(
                        Map.entry("id", "csub_item_1"),
                        Map.entry("payer_id", "cpayer_1"),
                        Map.entry("user_id", "user_1"),
                        Map.entry("interval", ""),
                        Map.entry("extra", json("{\"organization_id\":5}")));
    }

    @Test
    void anOwnFieldCountsMoreThanTheEmbeddedOne() {
        Row row = Row.expected(Schema.INVITATIONS, json("""
                {"id":"orginv_1","inviter_id":"user_1","public_inviter_data":{"user_id":"user_2"},"url":"token"}
                """));
        assertThat(row.values()).containsOnly(Map.entry("id", "orginv_1"), Map.entry("inviter_id", "user_1"));
    }

    @Test
    void everyFieldHasOneHome() {
        Row row = Row.expected(Schema.USERS, json("""
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
        Row row = Row.expected(Schema.MEMBERSHIPS, json("""
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
    void acceptTokensOfUnknownObjectsAreLeftOutAtAnyDepth() {
        assertThat(Json.without("url", json("{\"url\":\"t\",\"a\":[{\"invitation\":{\"url\":\"t\",\"id\":1}}]}")))
                .isEqualTo(json("{\"a\":[{\"invitation\":{\"id\":1}}]}"));
    }

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
