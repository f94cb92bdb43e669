package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.proving.site.Site;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the database shows by itself: I2's other half, I6, and the hash for I7. */
final class Rows {

    private static final List<String> TENANT_TABLES =
            List.of("organization_memberships", "organization_invitations", "organization_domains");
    private static final int ORGANIZATIONS = 5;

    private static final String OF_A_LIVING_USER = "user_id in (select id from clerk.users where deleted_at is null)";
    private static final Map<String, String> CHILDREN = Map.of(
            "user_email_addresses", OF_A_LIVING_USER,
            "user_phone_numbers", OF_A_LIVING_USER,
            "user_external_accounts", OF_A_LIVING_USER,
            "role_permissions", "role_id in (select id from clerk.roles where deleted_at is null)");

    private Rows() {}

    /** Message ids in the tables and dead letters that nobody sent. */
    static Set<String> foreign(Site site, Set<String> sent) throws SQLException {
        List<String> parents = site.database().texts("backend", """
                select table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where table_schema = 'clerk' and column_name = 'sync_message_id' and t.table_type = 'BASE TABLE'
                """);
        Set<String> foreign = new TreeSet<>();
        for (String table : parents) {
            foreign.addAll(site.database().texts("backend", "select distinct sync_message_id from clerk." + table));
        }
        foreign.addAll(
                site.database()
                        .texts(
                                "backend",
                                "select distinct message_id from rollcall.dead_letters where message_id is not null and state <> 'replayed'"));
        foreign.removeAll(sent);
        // A placeholder has none.
        foreign.remove("");
        return foreign;
    }

    /** As the tenant's role. */
    static Finding tenantsAreApart(Site site) throws SQLException {
        List<String> organizations = site.database()
                .texts(
                        "backend",
                        "select id from clerk.organizations where deleted_at is null order by md5(id) limit "
                                + ORGANIZATIONS);
        try (Connection tenant = site.database().connect("tenant")) {
            tenant.setAutoCommit(false);
            for (String table : TENANT_TABLES) {
                if (count(tenant, "select count(organization_id) from clerk." + table) != 0) {
                    return Finding.of(Invariant.I6, false, table + " shows rows without a tenant");
                }
            }
            tenant.rollback();
            for (String organization : organizations) {
                String wrong = wrongRows(site, tenant, organization);
                if (!wrong.isEmpty()) {
                    return Finding.of(Invariant.I6, false, wrong);
                }
            }
        }
        return Finding.of(Invariant.I6, true, organizations.size() + " organizations as the tenant's role");
    }

    /**
     * Of everything that lives, but not of who wrote it and when; of what ended, that it did. Its content is erased after
     * a while, children included, and the worlds that are sent ended long ago.
     */
    static String hash(Site site) throws SQLException {
        MessageDigest digest = sha256();
        List<String> tables = site.database()
                .texts(
                        "backend",
                        "select relname from pg_class where relnamespace = 'clerk'::regnamespace and relkind = 'r' order by 1");
        for (String table : tables) {
            digest.update(table.getBytes(StandardCharsets.UTF_8));
            for (String row :
                    site.database().texts("backend", """
                    select md5((case when j ->> 'deleted_at' is null
                        then j - '{sync_writer,sync_offset,sync_revision,sync_committed_at}'::text[]
                        else jsonb_build_object('id', j -> 'id') end)::text)
                    from clerk.%s as t cross join lateral (select to_jsonb(t)) as content (j)
                    where %s order by 1
                    """.formatted(table, CHILDREN.getOrDefault(table, "true")))) {
                digest.update(row.getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static String wrongRows(Site site, Connection tenant, String organization) throws SQLException {
        try (PreparedStatement set = tenant.prepareStatement("select rollcall.set_tenant(?)")) {
            set.setString(1, organization);
            set.execute();
        }
        String wrong = "";
        if (count(tenant, "select count(*) from clerk.organizations where id <> '" + organization + "'") != 0) {
            wrong = "a tenant sees another organization";
        }
        for (String table : TENANT_TABLES) {
            long foreign = count(
                    tenant,
                    "select count(organization_id) from clerk." + table + " where organization_id <> '" + organization
                            + "'");
            long own = count(tenant, "select count(organization_id) from clerk." + table);
            List<String> expected = site.database()
                    .texts(
                            "backend",
                            "select count(*) from clerk." + table + " where deleted_at is null and organization_id = '"
                                    + organization + "'");
            if (foreign != 0 || own != Long.parseLong(expected.getFirst())) {
                wrong = "%s shows a tenant %d rows, %d of others, and not %s".formatted(table, own, foreign, expected);
            }
        }
        tenant.rollback();
        return wrong;
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
