package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Written;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one batch does to the database, case by case. */
class ApplyIT {

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

    private List<Outcome> apply(Event... events) throws SQLException {
        return outcomes(applying.apply(
                Arrays.stream(events).map(event -> new Placed(event, 0)).toList()));
    }

    private static List<Outcome> outcomes(Applied applied) {
        return applied.outcomes().stream().map(Applied.OfRecord::outcome).toList();
    }

    @Test
    void writesEveryColumnAndKeepsUnknownFieldsInExtra() throws SQLException {
        assertThat(apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y", "b@x.y"))))
                .containsExactly(Outcome.INSERTED);
        assertThat(database.rows("select id, first_name, banned, public_metadata, extra, updated_at at time zone 'utc',"
                        + " sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision from clerk.users"))
                .containsExactly(
                        "user_1|Ann|f|{\"n\": 1000}|{\"favourite_colour\": \"blue\"}|2023-11-14 22:13:21|1700000001000|1700000001007|m1|1");
        assertThat(database.rows("select user_id, email_address, verification ->> 'status' from"
                        + " clerk.user_email_addresses order by 2"))
                .containsExactly("user_1|a@x.y|verified", "user_1|b@x.y|verified");
    }

    @Test
    void ignoresAnEventOlderThanTheStoredVersion() throws SQLException {
        apply(Events.user("m2", "updated", "user_1", 2000, "New", List.of("new@x.y")));
        assertThat(apply(Events.user("m1", "created", "user_1", 1000, "Old", List.of("old@x.y"))))
                .containsExactly(Outcome.STALE);
        assertThat(database.rows("select first_name from clerk.users")).containsExactly("New");
        assertThat(database.rows("select email_address from clerk.user_email_addresses"))
                .containsExactly("new@x.y");
    }

    @Test
    void aTrueDuplicateChangesNothingAndIsNotAnnounced() throws SQLException {
        Event created = Events.user("m1", "created", "user_1", 1000, "Ann", List.of());
        apply(created);
        assertThat(apply(created)).containsExactly(Outcome.DUPLICATE);
        assertThat(applying.feed).hasSize(1);
        assertThat(database.rows("select sync_revision, sync_offset from clerk.users"))
                .containsExactly("1|0");
    }

    @Test
    void anUpdateReplacesTheChildren() throws SQLException {
        apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y", "b@x.y")));
        apply(Events.user("m2", "updated", "user_1", 2000, "Ann", List.of("b@x.y", "c@x.y")));
        assertThat(database.rows("select email_address from clerk.user_email_addresses order by 1"))
                .containsExactly("b@x.y", "c@x.y");
    }

    /** Not even locked: xmax names whoever last did. */
    @Test
    void anUnchangedChildIsNotTouched() throws SQLException {
        String versions = "select email_address, xmin, xmax, ctid from clerk.user_email_addresses order by 1";
        apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y", "b@x.y")));
        List<String> before = database.rows(versions);
        apply(Events.user("m2", "updated", "user_1", 2000, "Eve", List.of("a@x.y", "b@x.y", "c@x.y")));
        assertThat(database.rows(versions))
                .startsWith(before.toArray(new String[0]))
                .hasSize(3);
    }

    @Test
    void ofEqualUpdatedAtAndTimeTheGreaterMessageIdWinsInEitherOrder() throws SQLException {
        Event first = Events.user("m_a", "updated", "user_1", 1000, "A", List.of());
        Event second = Events.user("m_B", "updated", "user_1", 1000, "B", List.of());
        apply(first);
        apply(second);
        assertThat(database.rows("select first_name from clerk.users")).containsExactly("A");
        emptyTables();
        apply(second);
        apply(first);
        assertThat(database.rows("select first_name from clerk.users")).containsExactly("A");
        emptyTables();
        apply(second, first);
        assertThat(database.rows("select first_name from clerk.users")).containsExactly("A");
    }

    @Test
    void aDeleteIsFinalWhateverArrivesLater() throws SQLException {
        apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y")));
        assertThat(apply(Events.deleted("m2", "user", "user_1", 1500))).containsExactly(Outcome.DELETED);
        assertThat(apply(Events.user("m3", "updated", "user_1", 9000, "Late", List.of())))
                .containsExactly(Outcome.STALE);
        assertThat(database.rows("select deleted_at at time zone 'utc', sync_message_id from clerk.users"))
                .containsExactly("2023-11-14 22:13:21.5|m2");
    }

    @Test
    void aDeleteWithTheUpdatedAtOfTheLastUpdateIsNotDropped() throws SQLException {
        apply(Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 5000, "org:member"));
        assertThat(apply(Events.membershipDeleted("m2", "orgmem_1", "org_1", "user_1", 5000, 9000)))
                .containsExactly(Outcome.DELETED);
    }

    @Test
    void theEndIsWhenTheDeleteHappenedNotWhenTheObjectWasUpdatedLast() throws SQLException {
        apply(Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 5000, "org:member"));
        apply(Events.membershipDeleted("m2", "orgmem_1", "org_1", "user_1", 5000, 9000));
        apply(Events.membershipDeleted("m3", "orgmem_unseen", "org_1", "user_1", 5000, 9000));
        assertThat(database.rows("select id, (extract(epoch from deleted_at) * 1000)::bigint - " + Events.BASE
                        + " from clerk.organization_memberships order by id"))
                .containsExactly("orgmem_1|9000", "orgmem_unseen|9000");
    }

    @Test
    void childrenThatBecomeNoneAreGone() throws SQLException {
        apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y", "b@x.y")));
        apply(Events.user("m2", "updated", "user_1", 2000, "Ann", List.of()));
        assertThat(database.count("clerk.user_email_addresses")).isZero();
    }

    @Test
    void aDeleteOfAnUnknownIdIsKept() throws SQLException {
        apply(Events.deleted("m2", "user", "user_1", 1500));
        assertThat(apply(Events.user("m1", "created", "user_1", 1000, "Ann", List.of())))
                .containsExactly(Outcome.STALE);
        assertThat(database.rows("select id, first_name from clerk.users where deleted_at is not null"))
                .containsExactly("user_1|-");
    }

    @Test
    void endsWhatBelongsToADeletedOwner() throws SQLException {
        apply(
                Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "org:member"),
                Events.membership("m2", "created", "orgmem_2", "org_2", "user_1", 1000, "org:member"),
                Events.membership("m3", "created", "orgmem_3", "org_1", "user_2", 1000, "org:member"));
        apply(Events.deleted("m4", "organization", "org_1", 2000));
        assertThat(database.rows("select id, sync_message_id, deleted_at is null from clerk.organization_memberships"
                        + " order by id"))
                .containsExactly("orgmem_1|m4|f", "orgmem_2|m2|t", "orgmem_3|m4|f");
        apply(Events.deleted("m5", "user", "user_1", 3000));
        assertThat(database.rows("select id from clerk.organization_memberships where deleted_at is null"))
                .isEmpty();
    }

    @Test
    void aChildThatArrivesAfterItsOwnersDeleteIsWrittenEndedWithIdAndOwnersOnly() throws SQLException {
        apply(Events.deleted("m1", "organization", "org_1", 2000));
        assertThat(apply(Events.membership("m2", "created", "orgmem_1", "org_1", "user_1", 1000, "org:member")))
                .containsExactly(Outcome.DELETED);
        assertThat(database.rows("select id, organization_id, user_id, role, deleted_at is not null from"
                        + " clerk.organization_memberships"))
                .containsExactly("orgmem_1|org_1|user_1|-|t");
    }

    @Test
    void aSecondDeleteOfAnOwnerCascadesAgain() throws SQLException {
        apply(Events.deleted("m1", "organization", "org_1", 2000));
        database.execute("insert into clerk.organization_memberships (id, organization_id, user_id, sync_updated_at_ms,"
                + " sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)"
                + " values ('orgmem_1', 'org_1', 'user_1', 1, 1, 'm0', 1, 0, 0, now())");
        apply(Events.deleted("m2", "organization", "org_1", 3000));
        assertThat(database.rows(
                        "select sync_message_id from clerk.organization_memberships where deleted_at is not null"))
                .containsExactly("m2");
    }

    @Test
    void aRedeliveredBatchAnnouncesWhatItWroteTheFirstTime() throws SQLException {
        PolledBatch batch = applying.batch(List.of(
                new Placed(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y")), 0),
                new Placed(Events.membership("m2", "created", "orgmem_1", "org_1", "user_1", 1000, "org:member"), 0),
                new Placed(Events.deleted("m3", "organization", "org_1", 2000), 1)));
        applying.apply(batch);
        List<String> firstTime = applying.feed.stream()
                .map(written -> written.key().id() + "@" + written.revision() + written.operation())
                .toList();
        applying.feed.clear();
        assertThat(outcomes(applying.apply(batch)))
                .containsExactlyInAnyOrder(Outcome.DELETED, Outcome.INSERTED, Outcome.DELETED);
        assertThat(applying.feed.stream()
                        .map(written -> written.key().id() + "@" + written.revision() + written.operation())
                        .toList())
                .hasSameElementsAs(firstTime)
                .hasSize(3);
        assertThat(applying.feed.stream()
                        .map(Written::row)
                        .filter(row -> row != null && !row.children(0).isEmpty()))
                .hasSize(1);
    }

    @Test
    void aRedeliveredOwnersDeleteAnnouncesTheRowsThatItCascadedTo() throws SQLException {
        applying.apply(List.of(
                new Placed(Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "org:member"), 0)));
        PolledBatch delete =
                applying.batch(List.of(new Placed(Events.deleted("m2", "organization", "org_1", 2000), 1)));
        applying.apply(delete);
        applying.feed.clear();
        applying.apply(delete);
        assertThat(applying.feed.stream().map(written -> written.key().id()).toList())
                .containsExactlyInAnyOrder("org_1", "orgmem_1");
    }

    /** However many of an owner's rows had ended before, in its own partition too. */
    @Test
    void aRedeliveredOwnersDeleteTouchesOnlyTheRowsThatItCascadedTo() throws SQLException {
        apply(Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "org:member"));
        apply(Events.membership("m2", "created", "orgmem_2", "org_1", "user_2", 1000, "org:member"));
        apply(Events.deleted("m3", "organizationMembership", "orgmem_1", 2000));
        PolledBatch delete =
                applying.batch(List.of(new Placed(Events.deleted("m4", "organization", "org_1", 3000), 0)));
        applying.apply(delete);
        List<String> before = database.rows("select id, xmin, xmax from clerk.organization_memberships order by id");
        applying.feed.clear();
        applying.apply(delete);
        assertThat(applying.feed.stream().map(written -> written.key().id()).toList())
                .containsExactlyInAnyOrder("org_1", "orgmem_2");
        assertThat(database.rows("select id, xmin, xmax from clerk.organization_memberships order by id"))
                .as("a row that was locked has another xmax")
                .contains(before.getFirst())
                .doesNotContain(before.getLast());
    }

    @Test
    void aRowThatAnotherRecordOverwroteSinceIsNotAnnouncedByARedelivery() throws SQLException {
        PolledBatch old =
                applying.batch(List.of(new Placed(Events.user("m1", "created", "user_1", 1000, "Old", List.of()), 0)));
        applying.apply(old);
        applying.apply(List.of(new Placed(Events.user("m2", "updated", "user_1", 2000, "New", List.of()), 1)));
        applying.feed.clear();
        assertThat(outcomes(applying.apply(old))).containsExactly(Outcome.STALE);
        assertThat(applying.feed).isEmpty();
    }

    @Test
    void manyOwnersInOneBatchDoNotExhaustTheLockTable() throws SQLException {
        List<Placed> placed = new ArrayList<>();
        for (int index = 0; index < 4_000; index++) {
            placed.add(new Placed(
                    Events.membership(
                            "m" + index, "created", "orgmem_" + index, "org_" + index, "user_" + index, 1, "r"),
                    index % 12));
        }
        assertThat(outcomes(applying.apply(placed))).hasSize(4_000).containsOnly(Outcome.INSERTED);
    }

    /** A lone event of a database far away waits for each. */
    @Test
    void anUpdateOfAUserIsFourStatementsHoweverManyKindsOfChildrenItHas() throws SQLException {
        List<String> statements = new ArrayList<>();
        Applying there = new Applying(ChangedStatements.of(database.pool, sql -> {
            statements.add(sql);
            return sql;
        }));
        for (int time = 1; time <= 2; time++) {
            statements.clear();
            there.apply(List.of(
                    new Placed(Events.event("m" + time, "user.updated", time, "user_1", """
                            {"id":"user_1","object":"user","updated_at":%1$d,
                             "email_addresses":[{"id":"idn_e%1$d","email_address":"a@x.y"}],
                             "phone_numbers":[{"id":"idn_p%1$d","phone_number":"+1"}],
                             "external_accounts":[{"id":"eac_%1$d","provider":"p"}]}""".formatted(time)), 0)));
        }
        assertThat(statements)
                .as("progress, user, children, progress")
                .hasSize(4)
                .anySatisfy(children -> assertThat(children)
                        .contains("delete from clerk.user_phone_numbers")
                        .contains("insert into clerk.user_external_accounts"));
        for (String table : List.of("email_addresses", "phone_numbers", "external_accounts")) {
            assertThat(database.rows("select right(id, 1) from clerk.user_" + table))
                    .containsExactly("2");
        }
    }

    @Test
    void oneCascadeEndsMoreRowsThanOneStatementTakes() throws SQLException {
        database.execute(
                "insert into clerk.organization_memberships (id, organization_id, user_id, sync_updated_at_ms,"
                        + " sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)"
                        + " select 'orgmem_' || n, 'org_1', 'user_' || n, 1, 1, 'm0', 1, 0, 0, now() from generate_series(1, 12000) n");
        apply(Events.deleted("m1", "organization", "org_1", 2000));
        assertThat(database.rows("select count(*) from clerk.organization_memberships where deleted_at is null"))
                .containsExactly("0");
        assertThat(applying.feed).hasSize(12_001);
    }
}
