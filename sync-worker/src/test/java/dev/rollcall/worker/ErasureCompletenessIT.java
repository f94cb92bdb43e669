package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** P8: erased means nowhere. Every table is asked for what was planted, with the history switched on. */
class ErasureCompletenessIT extends ErasureCase {

    private static final String PLANTED = "(?is).*(planted|\\+4179000000).*";

    @BeforeEach
    void keepHistory() {
        worker.database.keepHistory(true);
    }

    private void assertNothingPlanted() {
        assertThat(everything().lines().filter(line -> line.matches(PLANTED)).toList())
                .isEmpty();
    }

    @Test
    void ofAnErasedUserNothingIsLeftInAnyTable() throws Exception {
        // By itself, so that what the next event takes away was there.
        deliver(plantedUser("user_1", "org_1", "m")[0]);
        deliver(plantedUser("user_1", "org_1", "m"));
        assertThat(everything()).contains("+41790000001", "planted-ip", "planted-key", "planted-rank", "PlantedGiven");
        List<String> report = erase("user_1");
        assertNothingPlanted();
        assertThat(report)
                .contains(
                        "published user.deleted for it: the row has ended, and takes no state any more",
                        "clerk.users: 1 row erased, with its child rows and its values in rollcall.history",
                        "clerk.organization_memberships: 1 row erased, with its child rows and its values in rollcall.history",
                        "clerk.sessions: 1 row erased, with its child rows and its values in rollcall.history",
                        "clerk.other_objects: 3 rows erased, with their child rows and their values in rollcall.history",
                        "rollcall.dead_letters: 1 entry removed");
        assertThat(rows("select count(*) from clerk.other_objects where deleted_at is null or erased_at is null"))
                .containsExactly("0");
        // The same events once more, and newer ones.
        deliver(plantedUser("user_1", "org_1", "m"));
        deliver(event("n1", "passkey.updated", "psk_m", 9000, "\"name\":\"planted-again\""));
        deliver(event("n2", "passkey.created", "psk_n", 9000, "\"user_id\":\"user_1\",\"name\":\"planted-again\""));
        assertThat(rows("select code from rollcall.dead_letters")).hasSize(1);
        assertNothingPlanted();
        worker.assertFeedIsExact();
    }

    /** The state that blanks a mention is whole: what it did not say would be taken away. */
    @Test
    void aRoleThatMentionsAnErasedUserKeepsItsPermissionsAndItsLosses() throws Exception {
        deliver(plantedUser("user_1", "org_1", "m")[0]);
        String permissions = """
                "permissions":[{"id":"perm_1","key":"org:posts:read","name":"Read","type":"user","created_at":%1$d,"updated_at":%1$d},
                {"id":"perm_2","key":"org:posts:write","name":"Write","type":"user","created_at":%1$d,"updated_at":%1$d}]
                """.formatted(Events.BASE);
        deliver(
                event("r1", "role.created", "role_1", 1000, """
                        "name":"Editor","key":"org:editor","description":"ask planted@first.example","a_later_field":7,
                        """ + permissions),
                event("r2", "role.created", "role_2", 1000, """
                        "name":"Writer","key":"org:\\u0000writer","description":"ask planted@first.example",
                        """ + permissions));
        String asked = "select id, name, key, description, extra, sync_incomplete from clerk.roles order by id";
        assertThat(rows(asked))
                .containsExactly(
                        "role_1|Editor|org:editor|ask planted@first.example|{\"a_later_field\": 7}|-",
                        "role_2|Writer|-|ask planted@first.example|-|{key}");
        String children = "select role_id, id, key, name, type, created_at from clerk.role_permissions order by 1, 2";
        List<String> before = rows(children);
        assertThat(before).hasSize(4);

        List<String> report = erase("user_1");

        assertThat(report).anyMatch(line -> line.startsWith("blanked") && line.contains("(role, role_1)"));
        assertNothingPlanted();
        assertThat(rows(asked))
                .containsExactly("role_1|Editor|org:editor|-|{\"a_later_field\": 7}|-", "role_2|Writer|-|-|-|{key}");
        assertThat(rows(children)).isEqualTo(before);
        worker.assertFeedIsExact();
    }

    /** What another user writes into his metadata must not keep a person from being erased. */
    @Test
    void noForeignRowStandsInTheWayOfAnErasure() throws Exception {
        deliver(
                event("m1", "user.created", "user_1", 1000, """
                        "external_accounts":[{"id":"eac_1","object":"external_account","phone_number":"15551234567"}]
                        """),
                event("m2", "user.created", "user_2", 1000, """
                        "unsafe_metadata":{"friend":"user_1","%s":1,"n":[%s]}
                        """.formatted(
                                "k".repeat(60_000), "1e999,".repeat(1_100) + "1.50")),
                event("m3", "organization.created", "org_1", 1000, """
                        "public_metadata":{"order":15551234567,"b":"y","l":["x",15551234567,{"k":1}]}
                        """));

        assertThat(erase("user_1"))
                .anyMatch(line -> line.contains("(user, user_2)") && line.contains("(organization, org_1)"));

        assertThat(rows("select erased_at is not null from clerk.users where id = 'user_1'"))
                .containsExactly("t");
        assertThat(rows("select public_metadata from clerk.organizations"))
                .containsExactly("{\"b\": \"y\", \"l\": [\"x\", null, {\"k\": 1}], \"order\": null}");
        assertThat(rows("""
                        select unsafe_metadata ->> 'friend', unsafe_metadata ->> repeat('k', 60000),
                               jsonb_array_length(unsafe_metadata -> 'n'), (unsafe_metadata -> 'n' ->> 0)::numeric = 1e999,
                               unsafe_metadata -> 'n' ->> 1100
                        from clerk.users where id = 'user_2'
                        """)).containsExactly("-|1|1101|t|1.50");
        worker.assertFeedIsExact();
    }

    @Test
    void ofAnErasedUserNothingIsLeftWhereOtherObjectsNameHim() throws Exception {
        deliver(plantedUser("user_1", "org_1", "m")[0]);
        deliver(with(
                plantedUser("user_1", "org_1", "m"),
                event("a1", "team.created", "team_1", 1000, """
                        "name":"kept","lead":"user_1","members":[{"user_id":"user_1"},{"user_id":"user_10"}],
                        "by_id":{"user_1":{"since":1}},"note":"write to PLANTED@first.example, or user_2",
                        "deep":[[{"phone":"+41790000001"}]]
                        """),
                event("a2", "organizationInvitation.created", "orginv_1", 1000, """
                        "organization_id":"org_1","email_address":"planted@first.example","role":"org:member",
                        "status":"pending","public_metadata":{"for":"planted@third.example","n":1.50},"a_later_field":7,
                        "expires_at":%d
                        """.formatted(Events.BASE + 5)),
                event("a3", "waitlistEntry.created", "wle_1", 1000, """
                        "email_address":"planted@second.example","status":"invited",
                        "invitation":{"email_address":"planted@second.example","status":"pending"}
                        """),
                event("a4", "organizationDomain.created", "orgdmn_1", 1000, """
                        "organization_id":"org_1","name":"first.example","affiliation_email_address":"planted@first.example"
                        """),
                event("a5", "organization.created", "org_1", 1000, """
                        "name":"Acme","created_by":"user_1","public_metadata":{"billing":"planted@first.example","kept":"k"}
                        """),
                event("a6", "organizationInvitation.created", "orginv_2", 1000, """
                        "organization_id":"org_2","email_address":"planted@first.example"
                        """),
                Events.deleted("a7", "organizationInvitation", "orginv_2", 2000)));
        List<String> report = erase("user_1");
        assertNothingPlanted();
        assertThat(report)
                .filteredOn(line -> line.startsWith("blanked"))
                .singleElement()
                .asString()
                .contains(
                        "(team, team_1)",
                        "(organizationInvitation, orginv_1)",
                        "(waitlistEntry, wle_1)",
                        "(organizationDomain, orgdmn_1)",
                        "(organization, org_1)",
                        "the next event of one brings the value again");
        // Nobody else's object has ended, and the rest of each is there.
        assertThat(
                        rows(
                                "select data - 'updated_at' from clerk.other_objects where id = 'team_1' and deleted_at is null"))
                .containsExactly(
                        "{\"id\": \"team_1\", \"deep\": [[{\"phone\": null}]], \"lead\": null, \"name\": \"kept\","
                                + " \"note\": null, \"by_id\": {\"(erased)\": {\"since\": 1}},"
                                + " \"members\": [{\"user_id\": null}, {\"user_id\": \"user_10\"}]}");
        assertThat(rows("select email_address, role, status, public_metadata, extra, expires_at is not null,"
                        + " deleted_at is null from clerk.organization_invitations where id = 'orginv_1'"))
                .containsExactly("-|org:member|pending|{\"n\": 1.50, \"for\": null}|{\"a_later_field\": 7}|t|t");
        assertThat(rows("select name, created_by, public_metadata from clerk.organizations where deleted_at is null"))
                .containsExactly("Acme|user_1|{\"kept\": \"k\", \"billing\": null}");
        assertThat(rows("select count(*) from clerk.waitlist_entries where deleted_at is null"))
                .containsExactly("1");
        // The feed says the same.
        worker.assertFeedIsExact();
        assertThat(worker.read(worker.topics.changes(Resource.ORGANIZATION_INVITATION)))
                .filteredOn(record -> new String(record.key(), StandardCharsets.UTF_8).equals("orginv_1"))
                .last()
                .satisfies(last -> assertThat(new String(last.value(), StandardCharsets.UTF_8))
                        .doesNotContainIgnoringCase("planted")
                        .contains("org:member"));
        // A replay of what was brings nothing back.
        deliver(event("a1", "team.created", "team_1", 1000, "\"note\":\"planted@first.example\""));
        deliver(event(
                "a2",
                "organizationInvitation.created",
                "orginv_1",
                1000,
                "\"email_address\":\"planted@first.example\""));
        assertNothingPlanted();
        // What happens to it in Clerk from now on does.
        deliver(event("a8", "team.updated", "team_1", 9000, "\"note\":\"planted@first.example\""));
        deliver(event(
                "a9",
                "organizationInvitation.revoked",
                "orginv_1",
                9000,
                "\"email_address\":\"planted@first.example\""));
        assertThat(rows("select data ->> 'note' from clerk.other_objects where id = 'team_1'"))
                .containsExactly("planted@first.example");
        assertThat(rows("select email_address from clerk.organization_invitations where id = 'orginv_1'"))
                .containsExactly("planted@first.example");
    }

    @Test
    void anotherUserWithTheSameAddressKeepsIt() throws Exception {
        deliver(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("shared@x.example")),
                Events.user("m2", "created", "user_2", 1000, "Max", List.of("shared@x.example")),
                event("m3", "passkey.created", "psk_1", 1000, "\"user_id\":\"user_2\",\"name\":\"key\""));
        erase("user_1");
        assertThat(rows("select user_id, email_address from clerk.user_email_addresses"))
                .containsExactly("user_2|shared@x.example");
        assertThat(rows("select id from clerk.users where deleted_at is null")).containsExactly("user_2");
        assertThat(rows("select data ->> 'user_id' from clerk.other_objects where deleted_at is null"))
                .containsExactly("user_2");
        assertThat(rows("select new_values::text from rollcall.history where table_name = 'user_email_addresses'"))
                .anyMatch(values -> values.contains("shared@x.example"));
    }

    @Test
    void insideTheJsonOfOthersTheErasedUserIsBlankedAndNothingElse() throws Exception {
        deliver(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("planted@x.example", "both@x.example")),
                Events.user("m2", "created", "user_2", 1000, "Max", List.of("both@x.example")),
                event("m3", "user.updated", "user_2", 2000, """
                        "first_name":"Max","banned":true,"locale":"user_1",
                        "public_metadata":{"boss":"user_1","kept":1,"list":["user_1","user_10"]},
                        "private_metadata":{"note":"ask planted@x.example","own":"both@x.example"},
                        "email_addresses":[{"id":"idn_1","email_address":"both@x.example"}],"a_later_field":"user_1"
                        """),
                event("m4", "organization.created", "org_1", 1000, """
                        "name":"Acme","created_by":"user_1","public_metadata":{"buyer":"user_1","kept":2}
                        """));
        assertThat(erase("user_1"))
                .anyMatch(line -> line.startsWith("blanked") && line.contains("(organization, org_1), (user, user_2)"));
        assertThat(rows("""
                        select first_name, banned, locale, public_metadata, private_metadata, extra,
                               (select string_agg(email_address, '+') from clerk.user_email_addresses where user_id = u.id)
                        from clerk.users u where deleted_at is null
                        """))
                .containsExactly("Max|t|user_1|{\"boss\": null, \"kept\": 1, \"list\": [null, \"user_10\"]}"
                        + "|{\"own\": \"both@x.example\", \"note\": null}|-|both@x.example");
        assertThat(rows("select name, created_by, public_metadata from clerk.organizations"))
                .containsExactly("Acme|user_1|{\"kept\": 2, \"buyer\": null}");
        assertThat(rows("""
                        select new_values ->> 'public_metadata', new_values ->> 'private_metadata' from rollcall.history
                        where entity_id in ('user_2', 'org_1') and table_name in ('users', 'organizations')
                        """))
                .noneMatch(line -> line.contains("\"user_1\"") || line.contains("planted"))
                .anyMatch(line -> line.contains("both@x.example"));
        worker.assertFeedIsExact();
    }

    /** The user's own row says nothing of it. */
    @Test
    void insideTheJsonOfOthersChildRowsTheErasedUserIsBlankedToo() throws Exception {
        deliver(plantedUser("user_1", "org_1", "p"));
        deliver(event("o1", "user.created", "user_2", 1000, """
                        "object":"user","first_name":"Zoe","banned":false,
                        "email_addresses":[{"id":"idn_8","email_address":"zoe@x.example",
                            "verification":{"status":"verified","by":"planted@first.example"},"later":{"of":"user_1"}}]
                        """));
        assertThat(erase("user_1")).anyMatch(line -> line.contains("user_2"));
        assertThat(rows("select first_name from clerk.users where id = 'user_2'"))
                .containsExactly("Zoe");
        assertThat(rows("select email_address, verification, extra from clerk.user_email_addresses"))
                .containsExactly("zoe@x.example|{\"by\": null, \"status\": \"verified\"}|{\"later\": {\"of\": null}}");
        assertNothingPlanted();
    }

    @Test
    void aPartOfAnObjectIsErasedWithItWhetherTheWholeEverCameOrNot() throws Exception {
        deliver(
                event("m1", "session.touched", "sess_1", 1000, "\"rank\":\"planted\""),
                event(
                        "m2",
                        "session.created",
                        "sess_2",
                        1000,
                        "\"user_id\":\"user_1\",\"actor\":{\"sub\":\"planted\"}"),
                event("m3", "session.touched", "sess_2", 2000, "\"rank\":\"planted\""));
        for (String id : List.of("sess_1", "sess_2")) {
            assertThat(erase(id))
                    .contains(
                            "clerk.other_objects: 1 row erased, with its child rows and its values in rollcall.history");
        }
        assertNothingPlanted();
        assertThat(rows("select id from clerk.sessions where deleted_at is null"))
                .isEmpty();
        worker.assertFeedIsExact();
    }

    @Test
    void ofAnErasedOrganizationNothingIsLeftInAnyTable() throws Exception {
        deliver(
                event("m1", "organization.created", "org_1", 1000, """
                        "name":"Planted Inc","slug":"planted","image_url":"https://planted","public_metadata":{"a":"planted"},
                        "private_metadata":{"a":["planted"]},"a_later_field":"planted"
                        """),
                event("m2", "organization.updated", "org_1", 2000, "\"name\":\"Planted AG\""),
                event("m3", "organizationDomain.created", "orgdmn_1", 1000, """
                        "organization_id":"org_1","name":"planted.example","affiliation_email_address":"a@planted.example"
                        """),
                event("m4", "organizationInvitation.created", "orginv_1", 1000, """
                        "organization_id":"org_1","email_address":"b@planted.example","public_metadata":{"a":"planted"}
                        """),
                Events.membership("m5", "created", "orgmem_1", "org_1", "user_1", 1000, "org:planted"),
                event(
                        "m6",
                        "sso_connection.created",
                        "sso_1",
                        1000,
                        "\"organization_id\":\"org_1\",\"name\":\"planted\""),
                event("m7", "group.created", "grp_1", 1000, "\"organization\":{\"id\":\"org_1\",\"name\":\"planted\"}"),
                event("m8", "link.created", "lnk_1", 1000, "\"to\":[\"org_1\",\"org_2\"]"),
                Events.user("m9", "created", "user_1", 1000, "Zoe", List.of("zoe@x.example")),
                Events.event(
                        "m10", "organization.updated", 1, "org_1", "{\"id\":\"org_1\",\"updated_at\":\"planted\"}"));
        List<String> report = erase("org_1");
        assertNothingPlanted();
        assertThat(report)
                .contains(
                        "published organization.deleted for it: the row has ended, and takes no state any more",
                        "clerk.organization_domains: 1 row erased, with its child rows and its values in rollcall.history",
                        "clerk.organization_invitations: 1 row erased, with its child rows and its values in rollcall.history",
                        "clerk.other_objects: 2 rows erased, with their child rows and their values in rollcall.history",
                        "rollcall.dead_letters: 1 entry removed");
        assertThat(rows("select data -> 'to' from clerk.other_objects where deleted_at is null"))
                .containsExactly("[null, \"org_2\"]");
        assertThat(rows("select id, first_name from clerk.users where deleted_at is null"))
                .containsExactly("user_1|Zoe");
        worker.assertFeedIsExact();
    }

    @Test
    void afterTheHoldbackNothingIsLeftOfWhatEndedWithItsOwner() throws Exception {
        deliver(plantedUser("user_1", "org_1", "m"));
        worker.database.execute("delete from rollcall.dead_letters");
        deliver(Events.deleted("m9", "user", "user_1", 5000));
        assertThat(eraseDue(Duration.ofDays(36_500))).isZero();
        assertThat(everything()).contains("planted-ip", "planted-key", "+41790000001");
        assertThat(eraseDue(Duration.ZERO)).isEqualTo(6);
        assertNothingPlanted();
        assertThat(rows("select resource, id, event_type, data, owners from clerk.other_objects order by id"))
                .containsExactly(
                        "organizationMembershipRequest|omr_m|-|-|{org_other,user_1}",
                        "passkey|psk_m|-|-|{user_1}",
                        "user|user_1|-|-|{user_1}");
    }

    @Test
    void anObjectOfAnotherTypeIsErasedAlone() throws Exception {
        deliver(
                event("m1", "passkey.created", "psk_1", 1000, "\"name\":\"planted\",\"user_id\":\"user_1\""),
                event("m2", "passkey.created", "psk_2", 1000, "\"name\":\"kept\",\"user_id\":\"user_1\""),
                event(
                        "m3",
                        "session.created",
                        "sess_1",
                        1000,
                        "\"user_id\":\"user_1\",\"actor\":{\"sub\":\"planted\"}"));
        assertThat(erase("psk_1")).anyMatch(line -> line.startsWith("published passkey.deleted"));
        assertThat(erase("sess_1")).anyMatch(line -> line.startsWith("published session.deleted"));
        assertNothingPlanted();
        assertThat(rows("select data ->> 'name' from clerk.other_objects where deleted_at is null"))
                .containsExactly("kept");
    }
}
