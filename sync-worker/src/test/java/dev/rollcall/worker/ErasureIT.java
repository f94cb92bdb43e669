package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** P8: what is personal goes, what must never come back stays. */
class ErasureIT extends ErasureCase {

    @Test
    void anEndedRowKeepsItsContentForTheHoldbackAndThenOnlyItsIdAndTimes() throws Exception {
        deliver(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y")),
                Events.user("m2", "created", "user_2", 1000, "Max", List.of("max@x.y")),
                Events.membership("m3", "created", "orgmem_1", "org_1", "user_1", 1000, "org:admin"));
        long now = System.currentTimeMillis() - Events.BASE;
        deliver(Events.deleted("m4", "user", "user_1", now));

        assertThat(eraseDue(Duration.ofDays(7))).isZero();
        assertThat(everything()).contains("zoe@x.y");

        assertThat(eraseDue(Duration.ZERO)).isEqualTo(2);
        assertThat(everything()).doesNotContain("zoe@x.y", "Zoe").contains("max@x.y", "Max");
        assertThat(rows("""
                        select id, first_name, extra, public_metadata, updated_at is not null, deleted_at is not null,
                               erased_at is not null, sync_message_id from clerk.users where id = 'user_1'
                        """)).containsExactly("user_1|-|-|-|t|t|t|m4");
        assertThat(rows("select organization_id, user_id, role from clerk.organization_memberships"))
                .containsExactly("org_1|user_1|-");
        assertThat(eraseDue(Duration.ZERO)).as("once").isZero();
    }

    @Test
    void neitherAReplayNorALateEventBringsAnythingBack() throws Exception {
        Events.Event created = Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"));
        deliver(created, Events.deleted("m2", "user", "user_1", 2000));
        eraseDue(Duration.ZERO);
        deliver(created, Events.user("m3", "updated", "user_1", 900_000, "Zoe", List.of("zoe@x.y")));
        assertThat(everything()).doesNotContain("zoe@x.y", "Zoe");
        assertThat(worker.read(worker.topics.changes(dev.rollcall.model.clerk.Resource.USER)))
                .last()
                .satisfies(last -> assertThat(last.value()).isNull());
    }

    @Test
    void aLiveUserIsEndedByAnEventFirstAndErasedAtOnce() throws Exception {
        deliver(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y")),
                Events.membership("m2", "created", "orgmem_1", "org_1", "user_1", 1000, "org:admin"),
                Events.event("m3", "user.updated", 1, "user_1", "{\"id\":\"user_1\",\"updated_at\":\"never\"}"),
                Events.event(
                        "m4", "waitlistEntry.created", 1, "wle_1", "{\"id\":\"wle_1\",\"email_address\":\"zoe@x.y\"}"));
        assertThat(worker.database.count("rollcall.dead_letters")).isEqualTo(1);
        assertThat(erase("user_1"))
                .anyMatch(line -> line.contains("published user.deleted"))
                .anyMatch(line -> line.startsWith("clerk.users: 1 row erased"))
                .anyMatch(line -> line.startsWith("clerk.organization_memberships: 1 row erased"))
                .anyMatch(line -> line.startsWith("rollcall.dead_letters: 1"))
                .anyMatch(line -> line.contains("(waitlistEntry, wle_1)"))
                .noneMatch(line -> line.contains("zoe"));
        assertThat(rows("select id, first_name, deleted_at is not null, erased_at is not null from clerk.users"))
                .containsExactly("user_1|-|t|t");
        assertThat(worker.database.count("clerk.user_email_addresses")).isZero();
        assertThat(worker.database.count("rollcall.dead_letters")).isZero();
        deliver(Events.user("m9", "updated", "user_1", 900_000, "Zoe", List.of("zoe@x.y")));
        assertThat(rows("select first_name from clerk.users")).containsExactly("-");
    }
}
