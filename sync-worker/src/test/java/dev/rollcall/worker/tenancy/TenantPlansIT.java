package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With 200 organizations of 200 members (and 4,800 without), no query of a tenant reads a whole table of the instance. */
class TenantPlansIT {

    private static final String VERSION_COLUMNS =
            "sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,"
                    + " sync_writer, sync_offset, sync_committed_at";

    private static TestDatabase database;

    @BeforeAll
    static void fillDatabase() {
        database = TestDatabase.create();
        String version = "1, 1, 'm', 1, 1, 1, now()";
        database.execute("""
                insert into clerk.organizations (id, name, %1$s) select 'org_' || g, 'Organization ' || g, %2$s from generate_series(1, 5000) g;
                insert into clerk.users (id, first_name, banned, %1$s) select 'user_' || g, 'First ' || g, false, %2$s from generate_series(1, 40000) g;
                insert into clerk.user_email_addresses (user_id, id, email_address) select 'user_' || g, 'idn_' || g, g || '@example.com' from generate_series(1, 40000) g;
                insert into clerk.organization_memberships (id, organization_id, user_id, role, %1$s)
                select 'orgmem_' || g, 'org_' || g %% 200 + 1, 'user_' || g, 'org:member', %2$s from generate_series(1, 40000) g;
                insert into clerk.organization_invitations (id, organization_id, email_address, %1$s)
                select 'orginv_' || g, 'org_' || g %% 200 + 1, g || '@example.com', %2$s from generate_series(1, 40000) g;
                insert into clerk.subscriptions (id, organization_id, %1$s)
                select 'csub_' || g, case when g %% 2 = 0 then 'org_' || g %% 200 + 1 end, %2$s from generate_series(1, 40000) g;
                """.formatted(VERSION_COLUMNS, version));
        database.execute("analyze");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, first_name from clerk.users",
                "select id, first_name from clerk.users order by last_name limit 20",
                "select id, first_name from clerk.users where id = 'user_8'",
                "select id, user_id, role from clerk.organization_memberships",
                "select m.role, u.first_name from clerk.organization_memberships m join clerk.users u on u.id = m.user_id",
                "select user_id, email_address from clerk.user_email_addresses",
                "select id, email_address from clerk.organization_invitations",
                "select id, status from clerk.subscriptions",
                "select id, name from clerk.organizations"
            })
    void staysOnIndexes(String query) throws SQLException {
        try (Caller tenant = Caller.tenant(database, "org_9")) {
            assertThat(tenant.rows(query)).isNotEmpty();
            JsonNode plan =
                    JsonMapper.shared().readTree(String.join("\n", tenant.rows("explain (format json) " + query)));
            List<String> whole = new ArrayList<>();
            plan.findValues("Plan").forEach(node -> collect(node, whole));
            assertThat(whole).as(plan.toPrettyString()).isEmpty();
        }
    }

    private static void collect(JsonNode node, List<String> whole) {
        if (node.path("Node Type").asString("").equals("Seq Scan")) {
            whole.add(node.path("Relation Name").asString(""));
        }
        node.path("Plans").forEach(child -> collect(child, whole));
    }
}
