package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.RightsEvents.Permission;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of permissions and roles that change: the present row answers, and a rename lends nobody another's rights. */
class RenamedRightsIT {

    private static final Permission READ = new Permission("perm_1", "org:old:read", 0);

    private static TestDatabase database;

    private Applying applying;
    private int messages;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void clearDatabase() throws SQLException {
        database.clear();
        applying = new Applying(database.pool);
        apply(RightsEvents.organization(), RightsEvents.user("1"));
    }

    /** In one batch. */
    private void apply(Events.Event... events) throws SQLException {
        applying.apply(java.util.Arrays.stream(events)
                .map(event -> new Placed(event, 0))
                .toList());
    }

    private String message() {
        return "msg_" + ++messages;
    }

    /** As the trusted back end and as the tenant, who always agree. */
    private static void expectPermissions(String... keys) throws SQLException {
        for (String role : List.of("rollcall_backend", "rollcall_tenant")) {
            try (var connection = database.connect(role);
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("select rollcall.set_tenant('org_1')");
                try (var row = statement.executeQuery("select rollcall.effective_permissions('user_1', 'org_1')")) {
                    row.next();
                    assertThat(row.getString(1)).as(role).isEqualTo("{" + String.join(",", keys) + "}");
                }
                for (String key : keys) {
                    try (var row = statement.executeQuery(
                            "select rollcall.has_permission('user_1', 'org_1', '" + key + "')")) {
                        row.next();
                        assertThat(row.getBoolean(1)).as(role).isTrue();
                    }
                }
                connection.rollback();
            }
        }
    }

    // Permissions
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void aPermissionsPresentKeyCountsAndItsFormerOneDoesNot() throws SQLException {
        apply(
                READ.event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:old:read");
        apply(new Permission("perm_1", "org:new:read", 1).event(message(), "updated"));
        expectPermissions("org:new:read");
    }

    @Test
    void aRenameThatANewerStateOfTheRoleKnowsFirstCountsToo() throws SQLException {
        Permission renamed = new Permission("perm_1", "org:new:read", 5);
        apply(
                READ.event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 6, renamed),
                RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:new:read");
        apply(renamed.event(message(), "updated"));
        expectPermissions("org:new:read");
    }

    @Test
    void ofTheSameAgeTheRowCounts() throws SQLException {
        apply(
                new Permission("perm_1", "org:row:read", 0).event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:row:read");
    }

    @Test
    void withoutARowTheCopyCounts() throws SQLException {
        apply(
                RightsEvents.role(
                        message(), "role_1", "org:r", 0, 0, new Permission("perm_sys", "org:sys_profile:manage", 0)),
                RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:sys_profile:manage");
    }

    @Test
    void anEndedPermissionIsNoneThoughACopyIsNewer() throws SQLException {
        apply(
                READ.event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0));
        apply(Events.deleted(message(), "permission", "perm_1", 2));
        expectPermissions();
        apply(RightsEvents.role(message(), "role_1", "org:r", 0, 9, new Permission("perm_1", "org:old:read", 9)));
        expectPermissions();
    }

    @Test
    void aKeyThatAnotherPermissionTookIsOfThatOneOnly() throws SQLException {
        apply(
                READ.event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0),
                new Permission("perm_1", "org:new:read", 1).event(message(), "updated"),
                new Permission("perm_2", "org:old:read", 2).event(message(), "created"));
        expectPermissions("org:new:read");
        apply(RightsEvents.role(message(), "role_1", "org:r", 0, 3, new Permission("perm_2", "org:old:read", 2)));
        expectPermissions("org:old:read");
    }

    // Roles
    // ---------------------------------------------------------------------------------------------------------------

    @Test
    void aRenamedRoleStaysThatOfWhomItHadBefore() throws SQLException {
        apply(
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0));
        apply(RightsEvents.role(message(), "role_1", "org:s", 0, 5, READ));
        expectPermissions("org:old:read");
    }

    @Test
    void alsoWhenBothStatesComeInOneBatchOrTheOlderOneComesLast() throws SQLException {
        Events.Event created = RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ);
        Events.Event renamed = RightsEvents.role(message(), "role_1", "org:s", 0, 5, READ);
        apply(created, renamed, RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:old:read");
        clearDatabase();
        apply(renamed);
        apply(RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions();
        apply(created);
        expectPermissions("org:old:read");
    }

    /** Its member has what the renamed role has, and nothing of the one that took the key. */
    @Test
    void aKeyThatAnotherRoleTookLendsNothingAndTakesNothing() throws SQLException {
        Permission other = new Permission("perm_2", "org:other:admin", 0);
        apply(
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0),
                RightsEvents.role(message(), "role_2", "org:r", 6, 6, other));
        // Two have it, as long as nobody knows which of them lost it.
        expectPermissions();
        apply(RightsEvents.role(message(), "role_1", "org:s", 0, 5, READ));
        expectPermissions("org:old:read");
        apply(RightsEvents.member(message(), "1", "org:r", 9));
        expectPermissions("org:other:admin");
        apply(RightsEvents.member(message(), "1", "org:s", 10));
        expectPermissions("org:old:read");
    }

    @Test
    void whoWasNamedBetweenTheLastSightOfAKeyAndItsRenameHasNothing() throws SQLException {
        apply(
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 3));
        expectPermissions("org:old:read");
        apply(RightsEvents.role(message(), "role_1", "org:s", 0, 5, READ));
        expectPermissions();
        apply(RightsEvents.role(message(), "role_1", "org:r", 0, 4, READ));
        expectPermissions("org:old:read");
    }

    @Test
    void anOrdinaryChangeOfARoleChangesNobodysMatch() throws SQLException {
        Permission added = new Permission("perm_2", "org:added:read", 0);
        apply(
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 3));
        apply(RightsEvents.role(message(), "role_1", "org:r", 0, 8, READ, added));
        expectPermissions("org:added:read", "org:old:read");
    }

    @Test
    void aRoleThatWasMadeAnewUnderAnEndedOnesKeyIsTheOneThatLaterMembershipsName() throws SQLException {
        Permission other = new Permission("perm_2", "org:other:read", 0);
        apply(
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0),
                Events.deleted(message(), "role", "role_1", 5),
                RightsEvents.role(message(), "role_2", "org:r", 6, 6, other));
        expectPermissions();
        database.execute("update clerk.roles set key = null, created_at = null, erased_at = now() where id = 'role_1'");
        expectPermissions();
        apply(RightsEvents.member(message(), "1", "org:r", 7));
        expectPermissions("org:other:read");
    }

    @Test
    void whatCannotBeKnownGivesNothing() throws SQLException {
        apply(
                READ.event(message(), "created"),
                RightsEvents.role(message(), "role_1", "org:r", 0, 0, READ),
                RightsEvents.member(message(), "1", "org:r", 0));
        expectPermissions("org:old:read");
        for (List<String> lost : List.of(
                List.of("users", "banned"),
                List.of("users", "locked"),
                List.of("users", "deprovisioned"),
                List.of("organization_memberships", "role"),
                List.of("roles", "key"),
                List.of("permissions", "key"))) {
            for (String entry : List.of(lost.get(1), lost.get(1) + ":nul")) {
                database.execute("update clerk.%s set sync_incomplete = array['public_metadata', '%s']"
                        .formatted(lost.get(0), entry));
                expectPermissions();
                database.execute("update clerk.%s set sync_incomplete = array['public_metadata:depth', 'banned_reason']"
                        .formatted(lost.get(0)));
                expectPermissions("org:old:read");
            }
        }
    }
}
