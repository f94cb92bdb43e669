package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command never does more than it said, and says who did it. */
class EraseCommandIT extends ErasureCase {

    private List<String> audit() {
        return rows("select actor like 'os:%', action, subject, count, reason from rollcall.audit_log order by id");
    }

    private void deliverUser() throws InterruptedException {
        deliver(with(
                plantedUser("user_1", "org_1", "m"),
                event("a1", "team.created", "team_1", 1000, "\"lead\":\"user_1\""),
                event("a2", "waitlistEntry.created", "wle_1", 1000, "\"email_address\":\"planted@first.example\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--dry-run"})
    void withoutYesItSaysWhatItWouldEndAndDoesNothing(String option) throws Exception {
        deliverUser();
        String before = everything();
        CommandRun ran = option.isEmpty() ? command("user_1") : command("user_1", option);
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains(
                        "user_1 (clerk.users) lives",
                        "ends: clerk.users: 1, clerk.organization_memberships: 1, clerk.sessions: 1, clerk.other_objects: 3",
                        "removed child rows: clerk.user_email_addresses: 1, clerk.user_phone_numbers: 1,"
                                + " clerk.user_external_accounts: 1",
                        "removed from rollcall.dead_letters: 1",
                        "(team, team_1)",
                        "(waitlistEntry, wle_1)",
                        "delete it there too",
                        "Dry run: nothing was ended or erased. Add --yes")
                .doesNotContainIgnoringCase("planted");
        assertThat(everything()).isEqualTo(before);
        assertThat(worker.lag()).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void withYesItDoesWhatItSaidAndTheAuditKnows() throws Exception {
        deliverUser();
        CommandRun ran = command("user_1", "--yes", "--reason", "ticket 4711");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(
                        "user_1 (clerk.users) lives",
                        "published user.deleted",
                        "clerk.users: 1 row erased",
                        "delete it there too")
                .doesNotContain("Dry run")
                .doesNotContainIgnoringCase("planted");
        assertThat(rows("select first_name, erased_at is not null from clerk.users"))
                .containsExactly("-|t");
        assertThat(audit())
                .containsExactly(
                        "t|erase begun|entity=user_1|6|ticket 4711", "t|erase done|entity=user_1|6|ticket 4711");
        CommandRun again = command("user_1", "--yes");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("its own row is erased", "ends: nothing", "no row had content any more");
    }

    @Test
    void anUnknownIdIsRefusedUntilToldOtherwise() throws Exception {
        CommandRun ran = command("user_nope", "--yes");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).contains("there is no user_nope", "--unseen");
        assertThat(worker.database.count("clerk.users")).isZero();
        assertThat(audit()).isEmpty();
        assertThat(command("wle_nope", "--yes", "--unseen").code()).isEqualTo(1);

        assertThat(command("user_nope", "--unseen").out()).contains("has no row", "Dry run");
        assertThat(worker.database.count("clerk.users")).isZero();
        assertThat(command("user_nope", "--unseen", "--yes").code()).isZero();
        deliver(Events.user("m1", "created", "user_nope", 1000, "Zoe", List.of("zoe@x.y")));
        assertThat(rows("select id, first_name, deleted_at is not null from clerk.users"))
                .containsExactly("user_nope|-|t");
    }

    @Test
    void aUserOfWhomOnlyHisObjectsAreKnownIsErasedWithThem() throws Exception {
        deliver(event("m1", "passkey.created", "psk_1", 1000, "\"user_id\":\"user_9\",\"name\":\"planted\""));
        assertThat(command("user_9", "--yes").code()).isZero();
        assertThat(everything()).doesNotContain("planted");
    }

    @Test
    void whatCannotBeMeantIsRefusedInOneLine() throws Exception {
        deliver(event("m1", "role.created", "role_1", 1000, "\"key\":\"org:x\",\"name\":\"x\",\"permissions\":[]"));
        for (String[] arguments : new String[][] {
            {},
            {"--yes"},
            {"'; drop table users", "--yes"},
            {"user_1", "user_2", "--yes"},
            {"role_1", "--yes"},
            {"user_1", "--yes", "--dry-run"},
            {"user_1", "--yes", "--reason", "zoe@x.y"},
            {"user_1", "--yse"}
        }) {
            CommandRun ran = command(arguments);
            assertThat(ran.code()).as(String.join(" ", arguments)).isIn(1, 2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1);
        }
        assertThat(rows("select id from clerk.roles where deleted_at is null")).containsExactly("role_1");
        assertThat(audit()).isEmpty();
    }
}
