package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.database.DatabaseUrl;
import dev.rollcall.worker.erase.DueErasure;
import dev.rollcall.worker.erase.ErasureOnRequest;
import dev.rollcall.worker.history.HistoryUpkeep;
import dev.rollcall.worker.publish.EventPublisher;
import dev.rollcall.worker.schema.Migration;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
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
        keep(true);
        List<Events.Event> events = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            ObjectNode data = (ObjectNode) Events.fixture(resource).get("data");
            String id = data.get("id").stringValue();
            for (int version = 1; version <= 3; version++) {
                data.put("updated_at", Events.BASE + version).put("created_at", Events.BASE - version);
                events.add(event(resource, "updated", version, data));
            }
            events.add(Events.deleted("d_" + resource.ordinal(), resource.eventName(), id, 5));
            events.add(Events.deleted("g_" + resource.ordinal(), resource.eventName(), id + "_gone", 5));
        }
        List<Events.Event> shuffled = new ArrayList<>(events);
        java.util.Collections.shuffle(shuffled, new Random(21));
        deliver(shuffled);
        deliver(events);

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

    /** The last value of each column that a history holds is the table's. */
    private void assertFolds(String table) {
        String own =
                rows("select count(*) from rollcall.history where row_id is not null and table_name = '" + table + "'")
                                .getFirst()
                                .equals("0")
                        ? "id"
                        : rows("select column_name from information_schema.columns where table_schema = 'clerk' and ordinal_position"
                                        + " = 1 and table_name = '" + table + "'")
                                .getFirst();
        assertThat(rows("""
                        select h.entity_id, e.key, h.id
                        from rollcall.history h
                        join clerk.%1$s t on t.%2$s = h.entity_id and coalesce(h.row_id, t.id) = t.id,
                        jsonb_each(h.new_values) e
                        where h.table_name = '%1$s' and h.operation <> 'delete'
                          and h.id = (select max(l.id) from rollcall.history l
                                      where l.table_name = h.table_name and l.entity_id = h.entity_id
                                        and l.row_id is not distinct from h.row_id and l.new_values ? e.key)
                          and e.value <> to_jsonb(t) -> e.key
                        """.formatted(table, own))).as(table).isEmpty();
    }

    @Test
    void oldAndNewValuesOfAnUpdateAndOfAChild() throws Exception {
        keep(true);
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
        keep(true);
        keep(false);
        deliver(List.of(Events.user("m2", "updated", "user_1", 2000, "Zoé", List.of("zoe@x.y"))));
        assertThat(rows(ALL)).containsExactly("0");
        assertThat(rows("select tgname from pg_trigger where tgname ~ '^history'"))
                .isEmpty();
    }

    @Test
    void whatIsErasedIsErasedThereTooAlsoAfterItWasSwitchedOff() throws Exception {
        keep(true);
        deliver(List.of(
                Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y")),
                Events.user("m2", "created", "user_2", 1000, "Max", List.of("max@x.y")),
                Events.user("m3", "created", "user_3", 1000, "Ida", List.of("ida@x.y"))));
        deliver(List.of(
                Events.user("m4", "updated", "user_1", 2000, "Zoé", List.of("zoe2@x.y")),
                Events.deleted("m5", "user", "user_1", 3000)));
        assertThat(history()).contains("zoe@x.y", "zoe2@x.y", "Zoe", "Max", "Ida");

        new DueErasure(worker.database.pool, Duration.ZERO).eraseAll();
        assertThat(history()).doesNotContain("zoe", "Zo").contains("Max", "Ida");
        assertThat(rows("select operation, erased_at is not null from rollcall.history where entity_id = 'user_1'"
                        + " and table_name = 'users' order by id"))
                .as("that it changed, when and by which message stays")
                .containsExactly("insert|t", "update|t", "end|t");

        keep(false);
        try (EventPublisher publisher =
                new EventPublisher(Map.of("bootstrap.servers", worker.kafka.bootstrapServers()), worker.topics)) {
            new ErasureOnRequest(worker.database.pool, publisher, Duration.ofSeconds(60)).erase("user_2");
        }
        assertThat(history()).doesNotContain("Max", "max@x.y").contains("Ida");
    }

    @Test
    void onlyBackEndsReadIt() throws Exception {
        keep(true);
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        assertThat(read(
                        "rollcall_backend",
                        "select new_values ->> 'first_name' from rollcall.history where" + " table_name = 'users'"))
                .isEqualTo("Zoe");
        for (String role : List.of("rollcall_tenant", "rollcall_sync")) {
            for (String partition :
                    rows("select inhrelid::regclass from pg_inherits where inhparent = 'rollcall.history'::regclass")) {
                assertThatThrownBy(() -> read(role, "select * from " + partition))
                        .as(role)
                        .hasMessageContaining("permission denied");
            }
            assertThatThrownBy(() -> read(role, "select new_values from rollcall.history"))
                    .as(role)
                    .hasMessageContaining("permission denied");
        }
        assertThat(rows("""
                        select relname from pg_class where relname ~ '^history' and relkind in ('r', 'p')
                          and not (relrowsecurity and relforcerowsecurity)
                        """)).isEmpty();
    }

    @Test
    void monthsAreMadeBeforehandAndDroppedWhenTheyAreNoLongerKept() throws Exception {
        assertThat(new HistoryUpkeep(worker.database.pool, 13).tend()).isZero();
        assertThat(partitions()).as("nothing while it is off").containsExactly("history_other");
        keep(true);
        assertThat(partitions()).hasSize(4);
        worker.database.execute("""
                create table rollcall.history_2024_01 partition of rollcall.history for values from ('2024-01-01') to ('2024-02-01');
                alter table rollcall.history_2024_01 owner to rollcall_owner;
                """);
        assertThat(new HistoryUpkeep(worker.database.pool, 600).tend()).isZero();
        assertThat(new HistoryUpkeep(worker.database.pool, 13).tend()).isEqualTo(1);
        assertThat(partitions()).hasSize(4).doesNotContain("history_2024_01");
        deliver(List.of(Events.user("m1", "created", "user_1", 1000, "Zoe", List.of("zoe@x.y"))));
        assertThat(rows("select count(*) from rollcall.history_other")).containsExactly("0");
        assertThat(rows(ALL)).isNotEqualTo(List.of("0"));
    }

    private static Events.Event event(Resource resource, String verb, int version, ObjectNode data) {
        return Events.event(
                "m_" + resource.ordinal() + "_" + version,
                resource.eventName() + "." + verb,
                version,
                data.get("id").stringValue(),
                data.toString());
    }

    private void keep(boolean on) throws SQLException {
        new Migration(DatabaseUrl.parse("TEST", worker.database.server.jdbcUrl(worker.database.name)), Map.of())
                .keepHistory(on);
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
