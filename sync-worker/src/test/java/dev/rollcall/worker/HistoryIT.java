package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.erase.DueErasure;
import dev.rollcall.worker.operate.erase.ErasureOnRequest;
import dev.rollcall.worker.operate.erase.ErasurePlan;
import dev.rollcall.worker.operate.history.HistoryUpkeep;
import dev.rollcall.worker.operate.lookup.Timeline;
import dev.rollcall.worker.operate.lookup.TimelineReader;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The optional history: nothing while it is off, every change while it is on, and nothing personal after an erasure. */
class HistoryIT {

    private static final String ALL = "select count(*) from rollcall.history";

    private WorkerHarness worker;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    @Test
    void everyChangeOfEveryTableIsThereWithOldAndNewValues() throws Exception {
        worker.database.keepHistory(true);
        List<Events.Event> first = new ArrayList<>();
        List<Events.Event> later = new ArrayList<>();
        List<Events.Event> last = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            ObjectNode data = (ObjectNode) Events.fixture(resource).get("data");
            String id = data.get("id").stringValue();
            for (int version = 1; version <= 3; version++) {
                data.put("updated_at", Events.BASE + version).put("created_at", Events.BASE - version);
                (version == 1 ? first : later).add(event(resource, "updated", version, data));
            }
            last.add(Events.deleted("d_" + resource.ordinal(), resource.eventName(), id, 5));
            last.add(Events.deleted("g_" + resource.ordinal(), resource.eventName(), id + "_gone", 5));
        }
        // One after the other, since of one batch only the newest is written; and all of it again.
        last.addAll(first);
        last.addAll(later);
        Random random = new Random(21);
        for (List<Events.Event> part : List.of(first, later, last)) {
            Collections.shuffle(part, random);
            deliver(part);
        }
        assertThat(rows("select distinct operation from rollcall.history where row_id is null order by 1"))
                .containsExactly("end", "insert", "update");

        for (Resource resource : Resource.values()) {
            TreeSet<String> announced = new TreeSet<>();
            worker.read(worker.topics.changes(resource))
                    .forEach(change -> announced.add(new String(change.key(), StandardCharsets.UTF_8) + "|"
                            + WorkerHarness.header(change, "ce_revision") + "|"
                            + WorkerHarness.header(change, "ce_messageid")));
            assertThat(rows("select entity_id, revision, message_id from rollcall.history where table_name = '%s'"
                            .formatted(resource.table())))
                    .as(resource.table())
                    .containsExactlyInAnyOrderElementsOf(announced);
        }
        assertThat(rows("select distinct table_name from rollcall.history where row_id is not null order by 1"))
                .containsExactly(
                        "role_permissions", "user_email_addresses", "user_external_accounts", "user_phone_numbers");
        for (String table : rows("select distinct table_name from rollcall.history order by 1")) {
            assertFolds(table);
        }
    }

    /** What the history says last of each column is what the table holds; null where it says nothing. */
    private void assertFolds(String table) {
        String entity = rows("select count(row_id) from rollcall.history where table_name = '" + table + "'")
                        .equals(List.of("0"))
                ? "id"
                : rows("select attname from pg_attribute where attrelid = 'clerk." + table
                                + "'::regclass and attnum = 1")
                        .getFirst();
        assertThat(rows("select count(*) from clerk." + table)).isNotEqualTo(List.of("0"));
        assertThat(rows("""
                        select t.id, c.key, c.value, said.value
                        from clerk.%1$s t
                        cross join lateral jsonb_each(to_jsonb(t)) c
                        left join lateral (select h.new_values -> c.key as value
                                           from rollcall.history h
                                           where h.table_name = '%1$s' and h.entity_id = t.%2$s
                                             and coalesce(h.row_id, t.id) = t.id and h.new_values ? c.key
                                           order by h.id desc limit 1) said on true
                        where not starts_with(c.key, 'sync_') and c.value <> coalesce(said.value, 'null')
                        """.formatted(table, entity))).as(table).isEmpty();
    }

    @Test
    void oldAndNewValuesOfAnUpdateAndOfAChild() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y", "old@x.y"))));
        deliver(List.of(Events.user("m2", "updated", "user_1", 2000, "Zoé", List.of("zoe@x.y"))));
        deliver(List.of(Events.deleted("m3", "user", "user_1", 3000)));

        assertThat(rows("""
                        select operation, message_id, revision, old_values ->> 'first_name', new_values ->> 'first_name',
                               new_values ? 'deleted_at'
                        from rollcall.history where table_name = 'users' order by id
                        """)).containsExactly("insert|m1|1|-|Zoe|f", "update|m2|2|Zoe|Zoé|f", "end|m3|3|-|-|t");
        assertThat(rows("""
                        select operation, entity_id, old_values ->> 'email_address', new_values ->> 'email_address'
                        from rollcall.history where table_name = 'user_email_addresses' order by id
                        """))
                .containsExactlyInAnyOrder(
                        "insert|user_1|-|zoe@x.y", "insert|user_1|-|old@x.y", "delete|user_1|old@x.y|-");
        assertThat(rows("select distinct k from rollcall.history, jsonb_object_keys(coalesce(new_values, old_values)) k"
                        + " where k ~ '^sync_'"))
                .isEmpty();
    }

    @Test
    void nothingIsWrittenWhileItIsOff() throws Exception {
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        worker.database.keepHistory(true);
        worker.database.keepHistory(false);
        deliver(List.of(Events.user("m2", "updated", "user_1", 2000, "Zoé", List.of("zoe@x.y"))));
        assertThat(rows(ALL)).containsExactly("0");
        assertThat(rows("select tgname from pg_trigger where tgname ~ '^history'"))
                .isEmpty();
    }

    @Test
    void aColumnThatIsNewHasItsLinesAfterMigrate() {
        worker.database.keepHistory(true);
        worker.database.execute("alter table clerk.users add column shoe_size bigint");
        worker.database.keepHistory(null);
        worker.database.execute("""
                insert into clerk.users (id, shoe_size, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset,
                                         sync_committed_at)
                values ('user_1', 42, 1, 1, 'm1', 1, 0, 0, now());
                update clerk.users set shoe_size = 43
                """);
        assertThat(rows("select old_values, new_values from rollcall.history order by id"))
                .containsExactly(
                        "-|{\"id\": \"user_1\", \"shoe_size\": 42}", "{\"shoe_size\": 42}|{\"shoe_size\": 43}");
    }

    /** No release has such columns yet; not every type has an operator that compares it. */
    @Test
    void columnsOfAnyTypeHaveTheirLines() {
        worker.database.execute(
                "alter table clerk.users add column a json, add column b point, add column c jsonb not null default 'null'");
        worker.database.keepHistory(true);
        worker.database.execute("""
                insert into clerk.users (id, a, b, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                values ('user_1', 'null', '(1,2)', 1, 1, 'm1', 1, 0, 0, now());
                update clerk.users set a = '{"x": 1}', b = '(1,2)';
                update clerk.users set a = '{"x":1}', b = null, c = '[]'
                """);
        assertThat(rows("select old_values, new_values from rollcall.history order by id"))
                .containsExactly(
                        "-|{\"b\": \"(1,2)\", \"id\": \"user_1\"}",
                        "{\"a\": null}|{\"a\": {\"x\": 1}}",
                        "{\"b\": \"(1,2)\", \"c\": null}|{\"b\": null, \"c\": []}");
    }

    /** What a superuser made would run as a superuser, for whoever makes a trigger of it. */
    @Test
    void onlyTheOwnerDeclaresItAndNobodyElseMayUseIt() {
        assertThatThrownBy(() -> worker.database.execute("select rollcall.keep_history(true)"))
                .rootCause()
                .hasMessageContaining("set role rollcall_owner first");
        worker.database.keepHistory(true);
        assertThat(rows("select distinct proowner::regrole, proacl from pg_proc where proname ~ '^record_history_of_'"))
                .containsExactly("rollcall_owner|{rollcall_owner=X/rollcall_owner}");
    }

    /** Who switches it takes every table, and whoever erases takes some of them, in another order. */
    @Test
    void anErasureWaitsForASwitchBeforeItLocksAnything() throws Exception {
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of())));
        deliver(List.of(Events.deleted("m2", "user", "user_1", 2000)));
        try (EventPublisher publisher = new EventPublisher(
                        TestClients.of(worker.kafka.bootstrapServers()), worker.topics, Clock.systemUTC());
                Connection switching = worker.database.administrator();
                Statement statement = switching.createStatement()) {
            ErasureOnRequest erasure = new ErasureOnRequest(worker.database.pool, publisher, Duration.ofMinutes(5));
            ErasurePlan plan = erasure.plan("user_1", false);
            switching.setAutoCommit(false);
            statement.execute("lock table rollcall.progress in exclusive mode");
            CompletableFuture<Void> erased = CompletableFuture.runAsync(() -> {
                try {
                    erasure.erase(plan, null, Actor.ofThisProcess());
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            String waits =
                    "select pid from pg_locks where relation = 'rollcall.progress'::regclass and mode = 'RowShareLock' and not granted";
            worker.await("it waits", () -> !rows(waits).isEmpty());
            assertThat(rows("select relation::regclass from pg_locks where pid in (" + waits
                            + ") and granted and mode = 'RowExclusiveLock' and relation::regclass::text ~ '^clerk'"))
                    .isEmpty();
            switching.rollback();
            erased.get(1, TimeUnit.MINUTES);
        }
        assertThat(rows("select erased_at is not null from clerk.users")).containsExactly("t");
    }

    /** A column of JSON that is null in the one way and then in the other has not changed. */
    @Test
    void bothNullsOfAColumnOfJsonAreOne() {
        worker.database.keepHistory(true);
        worker.database.execute("""
                insert into clerk.users (id, public_metadata, extra, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer,
                                         sync_offset, sync_committed_at)
                values ('user_1', 'null', '{"deep": {"null": null}}', 1, 1, 'm1', 1, 0, 0, now());
                update clerk.users set public_metadata = null;
                update clerk.users set public_metadata = '{"a": null}';
                update clerk.users set public_metadata = 'null', first_name = 'Zoe'
                """);
        assertThat(rows("select old_values, new_values from rollcall.history order by id"))
                .containsExactly(
                        "-|{\"id\": \"user_1\", \"extra\": {\"deep\": {\"null\": null}}}",
                        "{\"public_metadata\": null}|{\"public_metadata\": {\"a\": null}}",
                        "{\"first_name\": null, \"public_metadata\": {\"a\": null}}|{\"first_name\": \"Zoe\", \"public_metadata\": null}");
    }

    /** Plans are kept for the session: the one of the first event serves the flood that comes later. */
    @Test
    void aPlanMadeForOneRowJoinsALargeBatchInNoLoops() throws Exception {
        worker.database.keepHistory(true);
        worker.database.execute("""
                insert into clerk.users (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                values ('user_1', 1, 1, 'm1', 1, 0, 0, now())
                """);
        List<String> plans = new ArrayList<>();
        try (Connection administrator = worker.database.administrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("""
                    load 'auto_explain';
                    set auto_explain.log_min_duration = 0;
                    set auto_explain.log_nested_statements = on;
                    set client_min_messages = log
                    """);
            statement.execute("update clerk.users set first_name = 'Zoe'");
            for (SQLWarning said = statement.getWarnings(); said != null; said = said.getNextWarning()) {
                plans.add(said.getMessage());
            }
        }
        assertThat(plans)
                .filteredOn(plan -> plan.contains("new_rows"))
                .singleElement(STRING)
                .contains("Named Tuplestore Scan", "Hash Join");
        // The tests' PostgreSQL cannot compile plans; where one can, the price of forbidden loops would make it.
        assertThat(
                        rows(
                                "select proname from pg_proc where proname ~ '^record_history_of_' and not 'jit=off' = any (proconfig)"))
                .isEmpty();
    }

    @Test
    void whatIsErasedIsErasedThereTooAlsoAfterItWasSwitchedOff() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y")),
                Events.user("m2", "created", "user_2", 1000, "Max", List.of("max@x.y")),
                Events.user("m3", "created", "user_3", 1000, "Ida", List.of("ida@x.y"))));
        deliver(List.of(Events.user("m4", "updated", "user_1", 2000, "Zoé", List.of("zoe2@x.y"))));
        deliver(List.of(Events.deleted("m5", "user", "user_1", 3000)));
        assertThat(history()).contains("zoe@x.y", "zoe2@x.y", "Zoe", "Max", "Ida");

        new DueErasure(worker.database.pool, Duration.ZERO).eraseAll();
        assertThat(history()).doesNotContain("zoe", "Zo").contains("Max", "Ida");
        assertThat(rows("select operation, erased_at is not null from rollcall.history where entity_id = 'user_1'"
                        + " and table_name = 'users' order by id"))
                .as("that it changed, when and by which message stays")
                .containsExactly("insert|t", "update|t", "end|t");

        worker.database.keepHistory(false);
        try (EventPublisher publisher =
                new EventPublisher(TestClients.of(worker.kafka.bootstrapServers()), worker.topics, Clock.systemUTC())) {
            ErasureOnRequest erasure = new ErasureOnRequest(worker.database.pool, publisher, Duration.ofMinutes(5));
            erasure.erase(erasure.plan("user_2", false), null, Actor.ofThisProcess());
        }
        assertThat(history()).doesNotContain("Max", "max@x.y").contains("Ida");
    }

    @Test
    void onlyBackEndsAndTheWorkerReadIt() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        for (String role : List.of("rollcall_backend", "rollcall_sync")) {
            assertThat(read(
                            role,
                            "select new_values ->> 'first_name' from rollcall.history where table_name = 'users'"))
                    .as(role)
                    .isEqualTo("Zoe");
            assertRefused(role, "delete from rollcall.history returning id");
            assertRefused(role, "update rollcall.history set message_id = 'm2' returning id");
        }
        assertRefused("rollcall_tenant", "select id from rollcall.history");
        for (String role : List.of("rollcall_tenant", "rollcall_backend", "rollcall_sync")) {
            for (String partition :
                    rows("select inhrelid::regclass from pg_inherits where inhparent = 'rollcall.history'::regclass")) {
                assertRefused(role, "select id from " + partition);
            }
        }
        assertThat(rows("""
                        select relname from pg_class where relname ~ '^history' and relname <> 'history_floor' and relkind in ('r', 'p')
                          and not (relrowsecurity and relforcerowsecurity)
                        """)).isEmpty();
    }

    @Test
    void theWorkersLoginNeitherForgesNorDropsHistory() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        List<String> before = rows("select h from rollcall.history h order by id");
        for (String forgery : List.of(
                "insert into rollcall.history (table_name, entity_id, operation) values ('users', 'user_9', 'insert') returning id",
                "insert into rollcall.history_other (table_name, entity_id, operation) values ('users', 'user_9', 'insert') returning id",
                "update rollcall.history set new_values = '{\"first_name\": \"Eve\"}' returning id",
                "update rollcall.history set erased_at = now() returning id",
                "delete from rollcall.history returning id",
                "select nextval('rollcall.history_id')",
                "select rollcall.tend_history_for(1)",
                "update rollcall.history_floor set months = 1 returning months",
                "select rollcall.keep_history(false)")) {
            assertRefused("rollcall_sync", forgery);
        }
        try (Connection sync = worker.database.connect("rollcall_sync");
                Statement statement = sync.createStatement()) {
            statement.execute(
                    "create temp table users (id text, deleted_at timestamptz, sync_message_id text, sync_revision bigint)");
            assertThatThrownBy(() -> statement.execute(
                            "create trigger forged after insert on users referencing new table as new_rows"
                                    + " for each statement execute function rollcall.record_history_of_users()"))
                    .hasMessageContaining("permission denied");
        }
        assertThat(rows("select h from rollcall.history h order by id")).isEqualTo(before);
        worker.database.execute("""
                create table rollcall.history_2024_01 partition of rollcall.history for values from ('2024-01-01') to ('2024-02-01');
                alter table rollcall.history_2024_01 owner to rollcall_owner;
                insert into rollcall.history (changed_at, table_name, entity_id, operation)
                values (now() - interval '12 months', 'users', 'user_0', 'insert'), ('2024-01-05', 'users', 'user_0', 'insert')
                """);
        assertThat(read("rollcall_sync", "select rollcall.tend_history(1)"))
                .as("older than the floor")
                .isEqualTo("1");
        assertThat(rows("select count(*) from rollcall.history where entity_id = 'user_0'"))
                .as("younger than the floor")
                .containsExactly("1");
        worker.database.execute("update rollcall.history_floor set months = 2");
        read("rollcall_sync", "select rollcall.tend_history(1)");
        assertThat(rows("select count(*) from rollcall.history where entity_id = 'user_0'"))
                .containsExactly("0");
    }

    private void assertRefused(String role, String query) {
        assertThatThrownBy(() -> read(role, query)).as(role + ": " + query).hasMessageContaining("permission denied");
    }

    @Test
    void aCrashAndACascadeAreThereOnce() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(
                Events.organization("m1", "created", "org_1", 1000, "Acme"),
                Events.membership("m2", "created", "orgmem_1", "org_1", "user_1", 1000, "org:admin"),
                Events.membership("m3", "created", "orgmem_2", "org_1", "user_2", 1000, "org:admin")));
        AtomicBoolean armed = new AtomicBoolean(true);
        worker.onStep(step -> {
            if (step == BatchStep.DATABASE_COMMITTED && armed.getAndSet(false)) {
                throw new IllegalStateException("after the database's commit");
            }
        });
        deliver(List.of(
                Events.deleted("m4", "organization", "org_1", 2000),
                Events.membership("m5", "updated", "orgmem_1", "org_1", "user_1", 3000, "org:member")));
        assertThat(armed).isFalse();
        assertThat(rows("select entity_id, operation, message_id, revision from rollcall.history"
                        + " where table_name <> 'organizations' order by entity_id, id"))
                .as("the membership's own update may come before the cascade")
                .startsWith("orgmem_1|insert|m2|1")
                .endsWith("orgmem_2|insert|m3|1", "orgmem_2|end|m4|2")
                .filteredOn(line -> line.contains("|end|"))
                .hasSize(2);
        assertThat(rows("select operation, message_id, revision from rollcall.history"
                        + " where table_name = 'organizations' order by id"))
                .containsExactly("insert|m1|1", "end|m4|2");
    }

    /** A database that its worker shares with topics which have forgotten everything. */
    @Test
    void theTimelineTellsWhatTheTopicsHaveForgottenAndNothingTwice() throws Exception {
        worker.database.keepHistory(true);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y", "old@x.y"))));
        deliver(List.of(Events.user("m2", "updated", "user_1", 2000, "Zora", List.of("zoe@x.y"))));
        deliver(List.of(Events.deleted("m3", "user", "user_1", 3000)));
        Topics forgetful = new Topics("forgetful." + worker.topics.prefix());
        TopicDeclaration.declare(worker.admin, forgetful.all(), (short) 1);

        Timeline complete = timeline(worker.topics, false);
        assertThat(complete.history()).isEqualTo(new Timeline.History(true, 3, true));
        assertThat(told(complete)).containsExactly("m3 WROTE 3", "m2 WROTE 2", "m1 WROTE 1");

        Timeline masked = timeline(forgetful, false);
        assertThat(masked.history()).isEqualTo(new Timeline.History(true, 3, true));
        assertThat(told(masked)).containsExactly("m3 RECORDED 3", "m2 RECORDED 2", "m1 RECORDED 1");
        assertThat(masked.entries())
                .extracting(Timeline.Entry::what)
                .containsExactly("clerk.user.deleted", "clerk.user.updated", "clerk.user.created");
        assertThat(masked.toString())
                .contains("first_name", "email_addresses/idn_")
                .doesNotContain("Zo", "@x.y");
        assertThat(worker.database.count("rollcall.audit_log")).isZero();

        assertThat(timeline(forgetful, true).entries().get(1).differences())
                .anyMatch(difference -> difference.field().equals("first_name")
                        && "Zoe".equals(difference.before())
                        && "Zora".equals(difference.after()))
                .anyMatch(difference -> difference.field().startsWith("email_addresses/idn_")
                        && String.valueOf(difference.before()).contains("old@x.y")
                        && difference.after() == null);
        assertThat(rows("select actor, subject from rollcall.audit_log"))
                .containsExactly("loopback|timeline of entity=user_1");

        new DueErasure(worker.database.pool, Duration.ZERO).eraseAll();
        worker.database.keepHistory(false);
        Timeline erased = timeline(forgetful, true);
        assertThat(erased.history().on()).isFalse();
        assertThat(told(erased))
                .containsExactly("null RECORDED null", "m3 RECORDED 3", "m2 RECORDED 2", "m1 RECORDED 1");
        assertThat(erased.entries().getFirst().what()).isEqualTo("content erased");
        assertThat(erased.toString()).doesNotContain("Zo", "@x.y");
    }

    private Timeline timeline(Topics topics, boolean values) throws SQLException, InterruptedException {
        KafkaClients kafka = TestClients.of(worker.kafka.bootstrapServers());
        return new TimelineReader(
                        worker.database.pool,
                        kafka,
                        topics,
                        new DeadLetterOffice(worker.database.pool, kafka, topics, Clock.systemUTC()))
                .read(new EntityId("user_1"), values, Actor.ofLoopback());
    }

    private static List<String> told(Timeline timeline) {
        return timeline.entries().stream()
                .map(entry -> entry.messageId() + " " + entry.effect() + " " + entry.revision())
                .toList();
    }

    @Test
    void aMonthThatNobodyMadeIsMadeLaterWithWhatItHasByThen() throws Exception {
        worker.database.keepHistory(true);
        worker.database.execute(rows("select format('drop table %s', inhrelid::regclass) from pg_inherits"
                        + " where inhparent = 'rollcall.history'::regclass and inhrelid::regclass::text !~ 'other'")
                .stream()
                .collect(Collectors.joining("; ")));
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        worker.database.execute("insert into rollcall.history (changed_at, table_name, entity_id, operation)"
                + " values ('2020-01-01', 'users', 'user_0', 'insert')");
        assertThat(rows("select count(*) from rollcall.history_other")).containsExactly("3");
        new HistoryUpkeep(worker.database.pool, 13).tend();
        assertThat(partitions()).hasSize(4);
        assertThat(rows("select count(*) from rollcall.history_other")).containsExactly("0");
        assertThat(rows("select entity_id, table_name from rollcall.history order by id"))
                .containsExactly("user_1|users", "user_1|user_email_addresses");
        assertThat(rows("select c.relname from pg_class c where c.relname ~ '^history_2' and c.relkind = 'r'"
                        + " and obj_description(c.oid) is null"))
                .isEmpty();
    }

    @Test
    void monthsAreMadeBeforehandAndDroppedWhenTheyAreNoLongerKept() throws Exception {
        assertThat(new HistoryUpkeep(worker.database.pool, 13).tend()).isZero();
        assertThat(partitions()).as("nothing while it is off").containsExactly("history_other");
        worker.database.keepHistory(true);
        assertThat(partitions()).hasSize(4);
        worker.database.execute("""
                create table rollcall.history_2024_01 partition of rollcall.history for values from ('2024-01-01') to ('2024-02-01');
                alter table rollcall.history_2024_01 owner to rollcall_owner;
                """);
        String lastKept = monthsAgo(13);
        String firstDropped = monthsAgo(14);
        assertThat(new HistoryUpkeep(worker.database.pool, 600).tend()).isZero();
        assertThat(new HistoryUpkeep(worker.database.pool, 13).tend()).isEqualTo(2);
        assertThat(partitions()).hasSize(5).contains(lastKept).doesNotContain("history_2024_01", firstDropped);
        assertThat(new HistoryUpkeep(worker.database.pool, 12).tend())
                .as("no worker goes below the floor")
                .isZero();
        worker.database.execute("update rollcall.history_floor set months = 12");
        assertThat(new HistoryUpkeep(worker.database.pool, 12).tend()).isEqualTo(1);
        assertThat(partitions()).hasSize(4).doesNotContain(lastKept);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        assertThat(rows("select count(*) from rollcall.history_other")).containsExactly("0");
        assertThat(rows(ALL)).isNotEqualTo(List.of("0"));
    }

    /** A month's partition as of then; its name. */
    private String monthsAgo(int months) {
        String month = "date_trunc('month', now() at time zone 'utc') - interval '" + months + " months'";
        String name =
                rows("select to_char(" + month + ", '\"history_\"YYYY_MM')").getFirst();
        String from = rows("select (" + month + ")::date").getFirst();
        String to = rows("select (" + month + " + interval '1 month')::date").getFirst();
        worker.database.execute("create table rollcall." + name + " partition of rollcall.history for values from ('"
                + from + "') to ('" + to + "'); alter table rollcall." + name + " owner to rollcall_owner;");
        return name;
    }

    private static Events.Event event(Resource resource, String verb, int version, ObjectNode data) {
        return Events.event(
                "m_" + resource.ordinal() + "_" + version,
                resource.eventName() + "." + verb,
                version,
                data.get("id").stringValue(),
                data.toString());
    }

    private void deliver(List<Events.Event> events) throws InterruptedException {
        worker.produce(events);
        worker.awaitDrained();
    }

    private String history() {
        return String.join("\n", rows("select h from rollcall.history h"));
    }

    private List<String> partitions() {
        return rows("""
                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'rollcall.history'::regclass order by 1
                """);
    }

    private List<String> rows(String query) {
        return worker.database.rows(query);
    }

    private String read(String role, String query) throws SQLException {
        try (Connection connection = worker.database.connect(role);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
