package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.RightsEvents.Permission;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** P2 for what a membership's role means: any order, duplication and batching of the same events gives the same rights. */
class RoleKeysIT {

    private static final TestDatabase database = TestDatabase.create();

    private static final List<String> KEYS = List.of("org:a", "org:b", "org:c");
    private static final int LATEST = 6;

    @AfterContainer
    static void closeDatabase() {
        database.close();
    }

    /** One state of a role, or its end. */
    private record RoleFact(String messageId, String role, String key, long updatedAt, boolean ended) {

        Events.Event event() {
            return ended
                    ? Events.deleted(messageId, "role", role, updatedAt)
                    : RightsEvents.role(
                            messageId, role, key, createdAt(role), updatedAt, new Permission("perm_" + role, permissionOf(role), 0));
        }

        static long createdAt(String role) {
            return role.endsWith("3") ? 3 : 0;
        }

        static String permissionOf(String role) {
            return "org:" + role + ":do";
        }
    }

    @Provide
    Arbitrary<List<RoleFact>> histories() {
        return Arbitraries.randomValue(RoleKeysIT::fact).list().ofMinSize(1).ofMaxSize(14).map(facts -> {
            Map<String, RoleFact> byMessage = new TreeMap<>();
            Set<String> ended = new HashSet<>();
            for (RoleFact fact : facts) {
                // Of two deletes the first to be applied says when it ended.
                if (!fact.ended() || ended.add(fact.role())) {
                    byMessage.putIfAbsent(fact.messageId(), fact);
                }
            }
            return List.copyOf(byMessage.values());
        });
    }

    private static RoleFact fact(Random random) {
        return new RoleFact(
                "msg_" + random.nextInt(1_000_000),
                "role_" + (1 + random.nextInt(3)),
                KEYS.get(random.nextInt(KEYS.size())),
                random.nextInt(LATEST),
                random.nextInt(8) == 0);
    }

    @Property(tries = 120)
    void anyOrderGivesTheSameKeysAndTheSameRights(@ForAll("histories") List<RoleFact> facts, @ForAll long seed)
            throws SQLException {
        deliver(facts, new Random(seed));
        assertThat(new TreeSet<>(database.rows("select role_id, key, last_seen_ms from rollcall.role_keys")))
                .isEqualTo(expectedKeys(facts));
        for (String key : KEYS) {
            for (long at = 0; at <= LATEST; at++) {
                assertThat(meant(key, at)).as("%s at %d of %s", key, at, facts).isEqualTo(expectedMeaning(facts, key, at));
            }
        }
    }

    @Property(tries = 60)
    void anOrdinaryChangeOfALivingRoleChangesNobodysMatch(
            @ForAll("histories") List<RoleFact> facts, @ForAll long seed) throws SQLException {
        deliver(facts, new Random(seed));
        Map<String, String> before = allMeanings();
        Applying applying = new Applying(database.pool);
        for (String living : database.rows("select id, key from clerk.roles where deleted_at is null")) {
            String[] role = living.split("[|]", 2);
            applying.apply(List.of(new Placed(
                    new RoleFact("msg_change_" + role[0], role[0], role[1], LATEST + 5, false).event(), 0)));
        }
        assertThat(allMeanings()).isEqualTo(before);
    }

    private static void deliver(List<RoleFact> facts, Random random) throws SQLException {
        database.clear();
        Applying applying = new Applying(database.pool);
        List<RoleFact> deliveries = new ArrayList<>(facts);
        facts.stream().filter(fact -> random.nextInt(4) == 0).forEach(deliveries::add);
        Collections.shuffle(deliveries, random);
        for (int from = 0; from < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), from + 1 + random.nextInt(6));
            applying.apply(deliveries.subList(from, to).stream()
                    .map(fact -> new Placed(fact.event(), random.nextInt(3)))
                    .toList());
            from = to;
        }
    }

    private static String meant(String key, long at) {
        return database.rows("select rollcall.role_meant('%s', timestamptz 'epoch' + %d * interval '1 millisecond')"
                        .formatted(key, Events.BASE + at))
                .getFirst();
    }

    private static Map<String, String> allMeanings() {
        Map<String, String> meanings = new TreeMap<>();
        for (String key : KEYS) {
            for (long at = 0; at <= LATEST; at++) {
                meanings.put(key + " at " + at, meant(key, at));
            }
        }
        return meanings;
    }

    private static Set<String> expectedKeys(List<RoleFact> facts) {
        Set<String> keys = new TreeSet<>();
        for (RoleFact fact : facts) {
            if (!fact.ended()) {
                long last = facts.stream()
                        .filter(other -> !other.ended() && other.role().equals(fact.role()) && other.key().equals(fact.key()))
                        .mapToLong(RoleFact::updatedAt)
                        .max()
                        .orElseThrow();
                keys.add(fact.role() + "|" + fact.key() + "|" + (Events.BASE + last));
            }
        }
        return keys;
    }

    /** The rule of scenario A6-2 once more, over all events at once. */
    private static String expectedMeaning(List<RoleFact> facts, String key, long at) {
        List<String> meant = new ArrayList<>();
        for (String role : List.of("role_1", "role_2", "role_3")) {
            Map<String, Long> seen = new HashMap<>();
            facts.stream()
                    .filter(fact -> fact.role().equals(role) && !fact.ended())
                    .forEach(fact -> seen.merge(fact.key(), fact.updatedAt(), Math::max));
            Optional<RoleFact> end =
                    facts.stream().filter(fact -> fact.role().equals(role) && fact.ended()).findFirst();
            if (seen.containsKey(key) && hadIt(facts, role, key, at, seen, end)) {
                meant.add(role);
            }
        }
        return meant.size() == 1 ? meant.getFirst() : "-";
    }

    private static boolean hadIt(
            List<RoleFact> facts, String role, String key, long at, Map<String, Long> seen, Optional<RoleFact> end) {
        String last = end.isPresent()
                ? seen.entrySet().stream()
                        .min(Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                                .thenComparing(Map.Entry::getKey))
                        .orElseThrow()
                        .getKey()
                : facts.stream()
                        .filter(fact -> fact.role().equals(role))
                        .max(Comparator.comparingLong(RoleFact::updatedAt).thenComparing(RoleFact::messageId))
                        .orElseThrow()
                        .key();
        if (end.isPresent() && RoleFact.createdAt(role) > at) {
            return false;
        }
        return last.equals(key)
                ? seen.entrySet().stream().allMatch(entry -> entry.getKey().equals(key) || entry.getValue() <= at)
                        && (end.isEmpty() || end.get().updatedAt() >= at)
                : seen.getOrDefault(key, -1L) >= at;
    }

    @Example
    void theNewestThirtyTwoKeysAreKeptInWhateverOrderTheyCame() throws SQLException {
        Set<String> expected = new TreeSet<>();
        List<RoleFact> facts = new ArrayList<>();
        for (int number = 0; number < 45; number++) {
            facts.add(new RoleFact("msg_" + number, "role_1", "org:key_" + number, number, false));
            if (number >= 13) {
                expected.add("org:key_" + number);
            }
        }
        for (int round = 0; round < 5; round++) {
            deliver(facts, new Random(round));
            assertThat(new TreeSet<>(database.rows("select key from rollcall.role_keys"))).isEqualTo(expected);
        }
    }

    @Example
    void aKeyOfAnyLengthIsRemembered() throws SQLException {
        String longest = "org:" + "k".repeat(9_000);
        deliver(
                List.of(
                        new RoleFact("msg_1", "role_1", longest, 1, false),
                        new RoleFact("msg_2", "role_1", "org:short", 2, false)),
                new Random(1));
        assertThat(meant(longest, 1)).isEqualTo("role_1");
        assertThat(meant(longest, 2)).isEqualTo("-");
        assertThat(meant("org:short", 2)).isEqualTo("role_1");
    }
}
