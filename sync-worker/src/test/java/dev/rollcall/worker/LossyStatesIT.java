package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.table.IndexedText;
import dev.rollcall.worker.copy.table.JsonWeight;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/**
 * What a row cannot take keeps nothing else away: bans, ends, memberships and addresses are in the tables and in the feed,
 * whatever stands beside them, with the real servers.
 */
class LossyStatesIT {

    private static final Map<String, String> BAD = new TreeMap<>(Map.of(
            "key",
            "{\"" + "k".repeat(60_000) + "\":1}",
            "deep",
            "{\"d\":" + "[".repeat(500) + "]".repeat(500) + ",\"kept\":1}",
            "number",
            "{\"n\":[1e999999,1e-999999,1e99999999999,7],\"kept\":1}",
            "nul",
            "{\"n\":\"\\u0000\",\"\\u0000\":1,\"kept\":1}",
            "surrogate",
            "{\"s\":[\"\\ud800\"],\"kept\":1}",
            "twice",
            "{\"t\":1,\"t\":2,\"kept\":1}",
            "tokens",
            "{\"a\":[" + "1,".repeat(60_000) + "1],\"kept\":1}",
            "bomb",
            "{\"a\":[" + "1e999,".repeat(25_000) + "1]}"));

    private static Events.Event user(String messageId, String type, String id, long at, String fields) {
        return Events.event(
                messageId,
                type,
                at,
                id,
                "{\"id\":\"" + id + "\"," + fields + ",\"created_at\":1700000000000,\"updated_at\":"
                        + (Events.BASE + at) + "}");
    }

    private static List<Events.Event> events() {
        List<Events.Event> events = new ArrayList<>();
        BAD.forEach((name, bad) -> {
            String user = "user_" + name;
            String membership = "orgmem_" + name;
            events.add(Events.organization("m_o_" + name, "created", "org_" + name, 1, "Example"));
            events.add(user("m_u_" + name, "user.created", user, 1, "\"banned\":false,\"public_metadata\":{}"));
            events.add(Events.membership("m_m_" + name, "created", membership, "org_" + name, user, 1, "org:member"));
            events.add(user(
                    "m_b_" + name,
                    "user.updated",
                    user,
                    9,
                    "\"banned\":true,\"public_metadata\":" + bad
                            + ",\"email_addresses\":[7,{\"id\":\"idn_1\",\"email_address\":\"a@x.y\",\"verification\":"
                            + bad
                            + "}]"));
            events.add(Events.event(
                    "m_d_" + name,
                    "organizationMembership.deleted",
                    20,
                    membership,
                    "{\"id\":\"" + membership + "\",\"organization\":{\"id\":\"org_" + name + "\",\"public_metadata\":"
                            + bad
                            + "},\"public_user_data\":" + bad + ",\"private_metadata\":" + bad
                            + ",\"updated_at\":\"never\"}"));
        });
        return events;
    }

    @Test
    void bansAndEndsGetThroughWhateverStandsBesideThem() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(events());
            worker.start();
            worker.awaitDrained();
            assertThat(worker.database.rows("select code, reason from rollcall.dead_letters"))
                    .isEmpty();
            assertThat(worker.database.rows("select id from clerk.users where banned is not true"))
                    .isEmpty();
            assertThat(worker.database.rows("select id from clerk.organization_memberships where deleted_at is null"))
                    .isEmpty();
            assertThat(worker.database.rows("select count(*) from clerk.user_email_addresses"))
                    .containsExactly(Integer.toString(BAD.size()));
            assertThat(
                            worker.database.rows(
                                    "select id, sync_incomplete::text from clerk.users where public_metadata ? 'kept' order by id"))
                    .containsExactly(
                            "user_deep|{email_addresses,public_metadata}",
                            "user_nul|{email_addresses,public_metadata}",
                            "user_number|{email_addresses,public_metadata}",
                            "user_surrogate|{email_addresses,public_metadata}",
                            "user_tokens|{email_addresses}",
                            "user_twice|{email_addresses,public_metadata}");
            assertThat(
                            worker.database.rows(
                                    "select sync_incomplete::text, public_metadata is null from clerk.users where id = 'user_bomb'"))
                    .containsExactly("{email_addresses,public_metadata}|t");
            assertThat(worker.database.rows(
                            "select max(length(key)) from clerk.users, jsonb_object_keys(public_metadata) key"))
                    .containsExactly("60000");
            for (ConsumerRecord<byte[], byte[]> change : worker.read(worker.topics.changes(Resource.USER))) {
                String id = new String(change.key(), StandardCharsets.UTF_8);
                Header incomplete = change.headers().lastHeader("rollcall-incomplete");
                assertThat(incomplete == null ? null : new String(incomplete.value(), StandardCharsets.UTF_8))
                        .isEqualTo(
                                WorkerHarness.header(change, "ce_revision").equals("1") && !banned(change)
                                        ? null
                                        : List.of("user_tokens", "user_key").contains(id)
                                                ? "email_addresses"
                                                : "email_addresses,public_metadata");
            }
            worker.assertFeedIsExact();
            worker.assertCountersBalance();
            assertThat(worker.registry
                            .get("rollcall.incomplete.states")
                            .tag("table", "users")
                            .counter()
                            .count())
                    .isEqualTo(BAD.size());
            for (Table table : Table.IN_ORDER) {
                assertThat(worker.database.rows("select id from " + table.name()
                                + " t where octet_length(to_jsonb(t)::text) > " + 4 * 1024 * 1024))
                        .isEmpty();
            }
        }
    }

    private static boolean banned(ConsumerRecord<byte[], byte[]> change) {
        return new String(change.value(), StandardCharsets.UTF_8).contains("\"banned\":true");
    }

    @Test
    void aStateThatLacksAPartIsReplacedByOneThatLacksNone() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(List.of(
                    user("m1", "user.created", "user_1", 1, "\"public_metadata\":{\"a\":\"\\u0000\"}"),
                    user("m2", "user.updated", "user_1", 2, "\"public_metadata\":{\"a\":\"b\"}"),
                    user("m3", "user.updated", "user_2", 2, "\"public_metadata\":{\"a\":\"b\"}"),
                    user("m4", "user.created", "user_2", 1, "\"public_metadata\":{\"a\":\"\\u0000\"}")));
            worker.start();
            worker.awaitDrained();
            assertThat(worker.database.rows(
                            "select id, sync_incomplete is null, public_metadata from clerk.users order by 1"))
                    .containsExactly("user_1|t|{\"a\": \"b\"}", "user_2|t|{\"a\": \"b\"}");
        }
    }

    /** A1-1: what is announced again must be as small as what was weighed. */
    @Test
    void halfAMegabyteOfThousandDigitNumbersIsAnnouncedAfterACrashBetweenTheCommits() throws Exception {
        String numbers = "[" + "1e999,".repeat(85_000) + "1]";
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(
                    List.of(
                            user("m1", "user.created", "user_1", 1, "\"banned\":true,\"public_metadata\":" + numbers),
                            user("m2", "user.created", "user_2", 1, "\"banned\":true,\"unsafe_metadata\":" + numbers),
                            Events.event("m3", "ledger.created", 1, "l_1", "{\"id\":\"l_1\",\"n\":" + numbers + "}")),
                    4);
            AtomicBoolean armed = new AtomicBoolean(true);
            worker.onStep(step -> {
                if (step == BatchStep.DATABASE_COMMITTED && armed.getAndSet(false)) {
                    throw new AssertionError("crash");
                }
            });
            worker.start("worker-0", 1);
            worker.await("the crash", () -> !worker.ended.isEmpty());
            worker.start("worker-0", 1);
            worker.awaitDrained();
            worker.assertFeedIsExact();
            assertThat(worker.deadLetterCodes()).isEmpty();
            assertThat(worker.read(worker.topics.changes(Resource.USER))).hasSize(2);
            assertThat(worker.database.rows("select banned, sync_incomplete::text from clerk.users order by id"))
                    .containsExactly("t|{public_metadata}", "t|{unsafe_metadata}");
        }
    }

    @Test
    void wholeObjectsUnderAnyVerbAndStubsWithAnExternalId() throws Exception {
        String whole =
                "\"first_name\":\"Zoë\",\"last_name\":null,\"primary_email_address_id\":null,\"email_addresses\":[],"
                        + "\"phone_numbers\":[],\"external_accounts\":[],\"web3_wallets\":[],\"public_metadata\":{},"
                        + "\"private_metadata\":{},\"unsafe_metadata\":{}";
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(List.of(
                    user("m1", "user.created", "user_1", 1, whole + ",\"banned\":false"),
                    user("m2", "user.banned", "user_1", 2, whole + ",\"banned\":true"),
                    user("m3", "user.signedIn", "user_1", 3, "\"last_sign_in_at\":1700000000000"),
                    user("m4", "user.merged", "user_2", 3, "\"deleted\":true"),
                    Events.event("m5", "user.deleted", 4, "user_3", "{\"id\":\"user_3\",\"external_id\":\"ext-3\"}"),
                    user("m6", "user.created", "user_4", 1, "\"external_id\":\"ext-4\""),
                    Events.event("m7", "user.deleted", 4, "user_4", "{\"id\":\"user_4\",\"external_id\":\"ext-4\"}"),
                    Events.event("m8", "user.deleted", 4, "user_5", "{\"id\":\"user_5\",\"external_id\":\"ext-5\"}"),
                    user("m9", "user.updated", "user_5", 9, "\"external_id\":\"ext-other\"")));
            worker.start();
            worker.awaitDrained();
            Events.Event foreign = user("m10", "user.updated", "user_9", 1, "\"banned\":true");
            worker.produce(List.of(new Events.Event(
                    foreign.messageId(), foreign.key(), foreign.body().replace(Events.INSTANCE, "ins_other"))));
            worker.awaitDrained();
            assertThat(
                            worker.database.rows(
                                    "select id, banned, first_name, external_id, deleted_at is null from clerk.users order by id"))
                    .containsExactly(
                            "user_1|t|Zoë|-|t", "user_3|-|-|ext-3|f", "user_4|-|-|ext-4|f", "user_5|-|-|ext-5|f");
            assertThat(worker.database.rows("select resource, id, event_type from clerk.other_objects"))
                    .containsExactly("user|user_1|user.signedIn");
            assertThat(worker.database.rows(
                            "select code, entity_id, event_type, message_id from rollcall.dead_letters order by 1"))
                    .containsExactly("schema|user_2|user.merged|m4", "wrong_instance|user_9|user.updated|m10");
            assertThat(worker.registry
                            .get("rollcall.partial.objects")
                            .tag("table", "users")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void everyTextOfAnIndexIsBounded() {
        try (TestDatabase database = TestDatabase.create()) {
            TreeSet<String> bounded = new TreeSet<>();
            TreeSet<String> ids = new TreeSet<>();
            for (Table table : Table.IN_ORDER) {
                IndexedText.of(table.name()).forEach(column -> bounded.add(table.name() + "." + column));
                table.children().forEach(child -> {
                    IndexedText.of(child.name()).forEach(column -> bounded.add(child.name() + "." + column));
                    ids.add(child.name() + ".id");
                    ids.add(child.name() + "." + child.parentColumn());
                });
                table.keyColumns().forEach(key -> ids.add(table.name() + "." + key));
                table.owners().forEach(owner -> ids.add(table.name() + "." + owner.name()));
            }
            List<String> indexed = database.rows("""
                    select distinct format('clerk.%s.%s', c.relname, a.attname)
                    from pg_index i join pg_class c on c.oid = i.indrelid
                    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
                    join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
                    where c.relnamespace = 'clerk'::regnamespace and a.atttypid = 'text'::regtype
                      and m.amname <> 'hash'
                    order by 1
                    """);
            TreeSet<String> unbounded = new TreeSet<>(indexed);
            unbounded.removeAll(bounded);
            unbounded.removeAll(ids);
            assertThat(unbounded).as("bound it in IndexedText").isEmpty();
            assertThat(indexed).containsAll(bounded);
        }
    }

    @Test
    void theWeightIsWhatPostgresqlPrintsAtLeast() {
        try (TestDatabase database = TestDatabase.create()) {
            for (String json : List.of(
                    "{}",
                    "[1,2,3]",
                    "{\"a\":{\"b\":[1,2.50,-3e10,1E-20,1E+999]},\"ü\":\"é\\u0001😀\\\"\\\\ 1e9\"}",
                    "[1E+999,1E-999,-1E+500,0.001,true,null]")) {
                long printed = Long.parseLong(
                        database.rows("select octet_length('" + json.replace("'", "''") + "'::jsonb::text)")
                                .getFirst());
                assertThat(JsonWeight.of(json)).as(json).isBetween(printed, printed + 60);
            }
        }
    }
}
