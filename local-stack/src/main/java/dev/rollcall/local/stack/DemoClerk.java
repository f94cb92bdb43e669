package dev.rollcall.local.stack;

import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demo's Clerk: a world, and the Backend API that shows it, on loopback with a key that is made at every start. */
final class DemoClerk implements AutoCloseable {

    private static final int KEY_BYTES = 20;

    /** All that a survey knows, since nobody excludes anything from the demo. */
    static final List<String> TABLES = List.of(
            "organizations",
            "users",
            "organization_memberships",
            "roles",
            "permissions",
            "organization_invitations",
            "organization_domains",
            "waitlist_entries");

    private static final List<String> RESOURCES = List.of(
            "organization",
            "user",
            "organizationMembership",
            "role",
            "permission",
            "organizationInvitation",
            "organizationDomain",
            "waitlistEntry");

    private final DemoWorld world;
    private final LocalClerk api;
    private final ClerkAccess access;

    private DemoClerk(DemoWorld world, LocalClerk api, ClerkAccess access) {
        this.world = world;
        this.api = api;
        this.access = access;
    }

    /** @param instanceId null for the simulator's own */
    static DemoClerk start(StackHome home, @Nullable String instanceId) throws IOException {
        String instance = instanceId == null ? WorldSettings.DEFAULT_INSTANCE_ID : instanceId;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "sk_test_" + HexFormat.of().formatHex(random);
        DemoWorld world = DemoWorld.of(home, instance);
        LocalClerk api = LocalClerk.start(
                new LocalClerk.Settings(0, instance, Set.of(key), LocalClerk.PRODUCTION_REQUESTS), world.objects());
        return new DemoClerk(world, api, ClerkAccess.local(api.url(), key));
    }

    DemoWorld world() {
        return world;
    }

    ClerkAccess access() {
        return access;
    }

    /** How many live that a survey lists. */
    int objects() {
        return RESOURCES.stream()
                .mapToInt(resource -> world.objects().liveIds(resource).size())
                .sum();
    }

    @Override
    public void close() {
        api.close();
    }
}
