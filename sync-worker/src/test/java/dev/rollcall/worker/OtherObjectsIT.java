package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.operate.erase.DueErasure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** P3 and P8 for objects of types that have no table: they end with their owners, and nobody else's ends with them. */
class OtherObjectsIT {

    private static TestDatabase database;
    private Applying applying;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTables() {
        database.clear();
        applying = new Applying(database.pool);
    }

    private void apply(Events.Event... events) throws SQLException {
        applying.apply(Arrays.stream(events).map(event -> new Placed(event, 0)).toList());
    }

    private static Events.Event other(String messageId, String id, long at, String fields) {
        return Events.event(
                messageId,
                "organizationMembershipRequest.updated",
                at,
                id,
                "{\"id\":\"" + id + "\",\"updated_at\":" + (Events.BASE + at) + "," + fields + "}");
    }

    private static List<String> rows() {
        return database.rows("""
                select id, case when deleted_at is null then 'live' else 'ended' end, owners, data is null
                from clerk.other_objects order by id
                """);
    }

    @Test
    void anObjectEndsWithItsUserAndWithItsOrganization() throws SQLException {
        apply(
                other("m1", "x_1", 1, "\"user_id\":\"user_1\""),
                other("m2", "x_2", 1, "\"public_user_data\":{\"user_id\":\"user_1\"},\"organization_id\":\"org_2\""),
                other("m3", "x_3", 1, "\"organization\":{\"id\":\"org_1\"}"),
                other("m4", "x_4", 1, "\"user_id\":\"user_10\""));
        apply(Events.deleted("m5", "user", "user_1", 5), Events.deleted("m6", "organization", "org_1", 5));
        assertThat(rows())
                .containsExactly(
                        "x_1|ended|{user_1}|f",
                        "x_2|ended|{org_2,user_1}|f",
                        "x_3|ended|{org_1}|f",
                        "x_4|live|{user_10}|f");
    }

    @Test
    void oneThatComesAfterItsOwnersDeleteIsWrittenEndedWithItsOwnersOnly() throws SQLException {
        apply(Events.deleted("m1", "user", "user_1", 5));
        apply(other("m2", "x_1", 9, "\"user_id\":\"user_1\",\"email\":\"zoe@x.y\""));
        apply(other("m3", "x_1", 10, "\"email\":\"zoe@x.y\""));
        assertThat(rows()).containsExactly("x_1|ended|{user_1}|t");
    }

    @Test
    void aStateThatWasPassedLongAgoStillSaysWhoseTheObjectIs() throws SQLException {
        apply(other("m2", "x_1", 20, "\"user_id\":\"user_2\""));
        apply(other("m1", "x_1", 10, "\"user_id\":\"user_1\""));
        assertThat(rows()).containsExactly("x_1|live|{user_1,user_2}|f");
        apply(Events.deleted("m3", "user", "user_1", 5));
        assertThat(rows()).containsExactly("x_1|ended|{user_1,user_2}|f");
    }

    @Test
    void aStateThatLosesWithinItsBatchSaysItToo() throws SQLException {
        apply(
                other("m2", "x_1", 20, "\"user_id\":\"user_2\""),
                other("m1", "x_1", 10, "\"user_id\":\"user_1\""),
                other("m0", "x_1", 5, "\"organization_id\":\"org_1\""));
        assertThat(rows()).containsExactly("x_1|live|{org_1,user_1,user_2}|f");
        apply(Events.deleted("m3", "organization", "org_1", 5));
        assertThat(rows()).containsExactly("x_1|ended|{org_1,user_1,user_2}|f");
    }

    @Test
    void aPassedStateOfAnOwnerThatEndedEndsTheObject() throws SQLException {
        apply(other("m2", "x_1", 20, "\"user_id\":\"user_2\""), Events.deleted("m3", "user", "user_1", 5));
        apply(other("m1", "x_1", 10, "\"user_id\":\"user_1\""));
        assertThat(rows()).containsExactly("x_1|ended|{user_1,user_2}|f");
    }

    @Test
    void aDeleteOfAnObjectKeepsItsOwnersAndEndsNobody() throws SQLException {
        apply(
                Events.user("m0", "created", "user_1", 1, "Zoe", List.of("zoe@x.y")),
                other("m1", "x_1", 1, "\"user_id\":\"user_1\""),
                Events.deleted("m2", "organizationMembershipRequest", "x_1", 3));
        assertThat(rows()).containsExactly("x_1|ended|{user_1}|t");
        assertThat(database.rows("select id from clerk.users where deleted_at is null"))
                .containsExactly("user_1");
    }

    @Test
    void aMentionAnywhereElseEndsNothing() throws SQLException {
        apply(
                Events.user("m1", "created", "user_1", 1, "Zoe", List.of("zoe@x.y")),
                other("m2", "team_1", 1, "\"members\":[{\"user_id\":\"user_1\"},{\"user_id\":\"user_2\"}]"),
                other("m3", "x_1", 1, "\"user_id\":\"user_2\",\"approved_by\":\"user_1\",\"note\":\"ask zoe@x.y\""),
                other("m4", "x_2", 1, "\"data\":{\"user_id\":\"user_1\"},\"email_address\":\"zoe@x.y\""));
        apply(Events.deleted("m5", "user", "user_1", 5));
        assertThat(rows()).containsExactly("team_1|live|{}|f", "x_1|live|{user_2}|f", "x_2|live|{}|f");
    }

    @Test
    void aPartOfAUserThatCameUnderATypeOfItsOwnIsTheUsers() throws SQLException {
        apply(Events.event("m1", "user.promoted", 1, "user_1", "{\"id\":\"user_1\",\"rank\":3}"));
        apply(Events.deleted("m2", "user", "user_1", 5));
        assertThat(rows()).containsExactly("user_1|ended|{user_1}|f");
    }

    @Test
    void aPartOfAnyOtherObjectEndsWithThatObjectWhoeverEndsIt() throws SQLException {
        apply(
                Events.event("m1", "session.touched", 1, "sess_1", "{\"id\":\"sess_1\",\"rank\":3}"),
                Events.event("m2", "session.touched", 1, "sess_2", "{\"id\":\"sess_2\",\"rank\":3}"),
                Events.event("m3", "waitlistEntry.approved", 1, "wle_1", "{\"id\":\"wle_1\",\"rank\":3}"),
                Events.event("m4", "passkey.touched", 1, "wle_1", "{\"id\":\"wle_1\",\"rank\":3}"),
                Events.event("m5", "session.created", 2, "sess_1", "{\"id\":\"sess_1\",\"user_id\":\"user_1\"}"));
        apply(Events.deleted("m6", "user", "user_1", 5), Events.deleted("m7", "waitlistEntry", "wle_1", 5));
        assertThat(database.rows("""
                        select resource, id, case when deleted_at is null then 'live' else 'ended' end
                        from clerk.other_objects order by 1, 2
                        """))
                .containsExactly(
                        "passkey|wle_1|live",
                        "session|sess_1|ended",
                        "session|sess_2|live",
                        "waitlistEntry|wle_1|ended");
        apply(Events.event("m8", "session.touched", 9, "sess_1", "{\"id\":\"sess_1\",\"rank\":4}"));
        assertThat(database.rows("select sync_revision from clerk.other_objects where id = 'sess_1'"))
                .containsExactly("2");
    }

    @Test
    void noRowKeepsMoreThanEightOwnersAndTheyAreTheSameInEveryOrder() throws SQLException {
        for (int owner : new int[] {5, 9, 1, 8, 3, 7, 2, 6, 4}) {
            apply(other("m" + owner, "x_1", owner, "\"user_id\":\"user_" + owner + "\""));
        }
        apply(java.util.stream.IntStream.rangeClosed(1, 9)
                .mapToObj(owner -> other("n" + owner, "x_2", owner, "\"user_id\":\"user_" + owner + "\""))
                .toArray(Events.Event[]::new));
        String eight = "{user_1,user_2,user_3,user_4,user_5,user_6,user_7,user_8}";
        assertThat(rows()).containsExactly("x_1|live|" + eight + "|f", "x_2|live|" + eight + "|f");
    }

    @Test
    void tenThousandObjectsOfOneOwnerEndWithIt() throws SQLException {
        database.execute("""
                insert into clerk.other_objects (resource, id, event_type, data, owners, sync_updated_at_ms, sync_event_at_ms,
                                                 sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                select 'passkey', 'psk_' || n, 'passkey.created', '{}', '{user_1}', 1, 1, 'm', 1, 0, 0, now()
                from generate_series(1, 10001) n
                """);
        apply(Events.deleted("m1", "user", "user_1", 5));
        assertThat(database.rows("select count(*) from clerk.other_objects where deleted_at is null"))
                .containsExactly("0");
    }

    @Test
    void anEndedObjectIsEmptyAfterTheHoldback() throws SQLException {
        database.keepHistory(true);
        apply(
                other("m1", "x_1", 1, "\"user_id\":\"user_1\",\"email\":\"zoe@x.y\""),
                other("m2", "x_2", 1, "\"user_id\":\"user_2\",\"email\":\"max@x.y\""));
        apply(other("m3", "x_1", 2, "\"user_id\":\"user_1\",\"email\":\"zoe2@x.y\""));
        apply(Events.deleted("m4", "user", "user_1", 5));
        new DueErasure(database.pool, Duration.ofDays(36_500)).eraseAll();
        assertThat(database.rows("select data ->> 'email' from clerk.other_objects order by id"))
                .containsExactly("zoe2@x.y", "max@x.y");
        new DueErasure(database.pool, Duration.ZERO).eraseAll();
        assertThat(
                        database.rows(
                                "select id, event_type, data, owners, erased_at is not null from clerk.other_objects order by id"))
                .first()
                .isEqualTo("x_1|-|-|{user_1}|t");
        assertThat(database.rows("select old_values::text || new_values::text from rollcall.history")
                        .toString())
                .doesNotContain("zoe");
        assertThat(database.rows("select data ->> 'email' from clerk.other_objects where deleted_at is null"))
                .containsExactly("max@x.y");
        database.keepHistory(false);
    }
}
