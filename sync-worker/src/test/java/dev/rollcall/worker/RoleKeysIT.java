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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** P2 for what a membership's role means: any order, duplication and batching of the same events gives the same rights. */
class RoleKeysIT {

    private static TestDatabase database;

    private static final List<String> KEYS = List.of("org:a", "org:b", "org:c");
    private static final int LATEST = 6;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    /** One state of a role, or its end. */
    private record RoleFact(String messageId, String role, String key, long updatedAt, boolean ended) {

        Events.Event event() {
            return ended
                    ? Events.deleted(messageId, "role", role, updatedAt)
                    : RightsEvents.role(
                            messageId,
                            role,
                            key,
                            createdAt(role),
                            updatedAt,
                            new Permission("perm_" + role, permissionOf(role), 0));
        }

        static long createdAt(String role) {
            return role.endsWith("3") ? 3 : 0;
        }

        static String permissionOf(String role) {
            return "org:" + role + ":do";
        }
    }

    private static List<RoleFact> history(Random random) {
        Map<String, RoleFact> byMessage = new TreeMap<>();
        Set<String> ended = new HashSet<>();
        int length = 1 + random.nextInt(14);
        for (int number = 0; number < length; number++) {
            RoleFact fact = fact(random);
            // Of two deletes the first to be applied says when it ended.
            if (!fact.ended() || ended.add(fact.role())) {
                byMessage.putIfAbsent(fact.messageId(), fact);
            }
        }
        return List.copyOf(byMessage.values());
    }

    private static RoleFact fact(Random random) {
        return new RoleFact(
                "msg_" + random.nextInt(1_000_000),
                "role_" + (1 + random.nextInt(3)),
                KEYS.get(random.nextInt(KEYS.size())),
                random.nextInt(LATEST),
                random.nextInt(8) == 0);
    }

    @Test
    void anyOrderGivesTheSameKeysAndTheSameRights() throws SQLException {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<RoleFact> facts = history(random);
            deliver(facts, random);
            assertThat(new TreeSet<>(database.rows("select role_id, key, last_seen_ms from rollcall.role_keys")))
                    .as("seed %d", seed)
                    .isEqualTo(expectedKeys(facts));
            Map<String, String> expected = new TreeMap<>();
            for (String key : KEYS) {
                for (long at = 0; at <= LATEST; at++) {
                    expected.put(key + " at " + at, expectedMeaning(facts, key, at));
                }
            }
            assertThat(allMeanings()).as("seed %d: %s", seed, facts).isEqualTo(expected);
        }
    }

    @Test
    void anOrdinaryChangeOfALivingRoleChangesNobodysMatch() throws SQLException {
        for (int seed = 1000; seed < 1060; seed++) {
            Random random = new Random(seed);
            Applying applying = deliver(history(random), random);
            Map<String, String> before = allMeanings();
            for (String living : database.rows("select id, key from clerk.roles where deleted_at is null")) {
                String[] role = living.split("[|]", 2);
                applying.apply(List.of(new Placed(
                        new RoleFact("msg_change_" + role[0], role[0], role[1], LATEST + 5, false).event(), 0)));
            }
            assertThat(allMeanings()).as("seed %d", seed).isEqualTo(before);
        }
    }

    private static Applying deliver(List<RoleFact> facts, Random random) throws SQLException {
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
        return applying;
    }

    private static String meant(String key, long at) {
        return database.rows("select rollcall.role_meant('%s', timestamptz 'epoch' + %d * interval '1 millisecond')"
                        .formatted(key, Events.BASE + at))
                .getFirst();
    }

    private static Map<String, String> allMeanings() {
        Map<String, String> meanings = new TreeMap<>();
        for (String row : database.rows("""
                select format('%%s at %%s', key, at), rollcall.role_meant(key, timestamptz 'epoch' + (%d + at) * interval '1 millisecond')
                from unnest(array['%s']) key, generate_series(0, %d) at
                """.formatted(Events.BASE, String.join("', '", KEYS), LATEST))) {
            meanings.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
        }
        return meanings;
    }

    private static Set<String> expectedKeys(List<RoleFact> facts) {
        Set<String> keys = new TreeSet<>();
        for (RoleFact fact : facts) {
            if (!fact.ended()) {
                long last = facts.stream()
                        .filter(other -> !other.ended()
                                && other.role().equals(fact.role())
                                && other.key().equals(fact.key()))
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
        List<String> lostLater = new ArrayList<>();
        List<String> madeBefore = new ArrayList<>();
        for (String role : List.of("role_1", "role_2", "role_3")) {
            Map<String, Long> seen = new HashMap<>();
            facts.stream()
                    .filter(fact -> fact.role().equals(role) && !fact.ended())
                    .forEach(fact -> seen.merge(fact.key(), fact.updatedAt(), Math::max));
            Optional<RoleFact> end = facts.stream()
                    .filter(fact -> fact.role().equals(role) && fact.ended())
                    .findFirst();
            if (seen.containsKey(key) && hadIt(facts, role, key, at, seen, end)) {
                meant.add(role);
                if (RoleFact.createdAt(role) <= at) {
                    madeBefore.add(role);
                    if (!lastKey(facts, role, seen, end).equals(key)) {
                        lostLater.add(role);
                    }
                }
            }
        }
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        // Who was made later took the key from the one that is known to have lost it.
        return madeBefore.size() == 1 && lostLater.size() == 1 ? lostLater.getFirst() : "-";
    }

    private static String lastKey(
            List<RoleFact> facts, String role, Map<String, Long> seen, Optional<RoleFact> end) {
        return end.isPresent()
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
    }

    private static boolean hadIt(
            List<RoleFact> facts, String role, String key, long at, Map<String, Long> seen, Optional<RoleFact> end) {
        String last = lastKey(facts, role, seen, end);
        if (end.isPresent() && RoleFact.createdAt(role) > at) {
            return false;
        }
        return last.equals(key)
                ? seen.entrySet().stream().allMatch(entry -> entry.getKey().equals(key) || entry.getValue() <= at)
                        && (end.isEmpty() || end.get().updatedAt() >= at)
                : seen.getOrDefault(key, -1L) >= at;
    }

    @Test
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
            assertThat(new TreeSet<>(database.rows("select key from rollcall.role_keys")))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aKeyOfTheGreatestLengthIsRemembered() throws SQLException {
        String longest = "org:" + "k".repeat(1_990);
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
