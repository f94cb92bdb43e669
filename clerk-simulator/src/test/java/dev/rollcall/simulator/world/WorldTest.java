package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.simulator.world.Meaning.End;
import dev.rollcall.simulator.world.Meaning.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorldTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final WorldSettings EVERYTHING = WorldSettings.of(7, 6_000).withFaults(Fault.parse("all"));

    /** Of all bytes of {@link #EVERYTHING}. A change breaks who replays a seed: mention it in the changelog. */
    private static final int GOLDEN = 618_401_206;

    /** Of the first of them: what changes the world is mostly seen here, in a moment. */
    private static final int GOLDEN_OF_THE_FIRST = 115_890_429;

    @Test
    void sameSettingsGiveTheSameBytes() {
        assertThat(fingerprints(EVERYTHING)).isEqualTo(fingerprints(EVERYTHING));
    }

    @Test
    void fewerEventsAreTheBeginningOfMore() {
        List<String> fewer = fingerprints(new WorldSettings(7, 500, EVERYTHING.faults(), EVERYTHING.instanceId()));
        assertThat(fewer).hasSize(500).isEqualTo(fingerprints(EVERYTHING).subList(0, 500));
    }

    @Test
    void staysTheSameAcrossReleases() {
        assertThat(Arrays.hashCode(fingerprints(EVERYTHING).toArray())).isEqualTo(GOLDEN);
    }

    @Test
    void beginsTheSameAcrossReleases() {
        WorldSettings first = new WorldSettings(7, 600, EVERYTHING.faults(), EVERYTHING.instanceId());
        assertThat(Arrays.hashCode(fingerprints(first).toArray())).isEqualTo(GOLDEN_OF_THE_FIRST);
    }

    @Test
    void faultsOfDeliveryDoNotChangeTheWorld() {
        WorldSettings plain = WorldSettings.of(3, 800);
        WorldSettings shaken = plain.withFaults(Fault.parse("duplicate,reorder,forged,replay-old"));
        assertThat(fingerprints(shaken)).isEqualTo(fingerprints(plain));
    }

    @Test
    void worldsOfOtherSeedsOrFaultsShareNoId() {
        Set<String> seen = new HashSet<>();
        for (WorldSettings settings : List.of(
                WorldSettings.of(1, 1_500),
                WorldSettings.of(2, 1_500),
                WorldSettings.of(1, 1_500).withFaults(Set.of(Fault.TIE)),
                WorldSettings.of(1, 1_500).withFaults(Fault.parse("all")))) {
            Set<String> own = new HashSet<>();
            events(settings).forEach(event -> own.addAll(ids(event)));
            assertThat(seen).doesNotContainAnyElementsOf(own);
            seen.addAll(own);
        }
    }

    @Test
    void everyTimeIsInThePast() {
        Instant latest = Instant.parse("2025-06-01T00:00:00Z");
        events(EVERYTHING).forEach(event -> {
            if (event.meaning() instanceof State state) {
                assertThat(state.version().eventAt()).isBetween(History.BASE_MILLIS, latest.toEpochMilli());
            }
        });
    }

    @Test
    void envelopeIsOneToTwentyTwoMillisecondsAfterTheState() {
        events(EVERYTHING).forEach(event -> {
            if (event.meaning() instanceof State state) {
                JsonNode body = JSON.readTree(event.body());
                assertThat(body.path("timestamp").longValue())
                        .isEqualTo(state.version().eventAt())
                        .isBetween(
                                state.version().updatedAt() + 1, state.version().updatedAt() + 22);
                assertThat(body.path("data").path("updated_at").longValue())
                        .isEqualTo(state.version().updatedAt());
            }
        });
    }

    @Test
    void keyOrderIsNotStable() {
        Set<String> beginnings = new HashSet<>();
        events(EVERYTHING).stream()
                .filter(event -> event.type().equals("user.created"))
                .forEach(event -> beginnings.add(new String(event.body(), StandardCharsets.UTF_8).substring(0, 12)));
        assertThat(beginnings).hasSizeGreaterThan(5);
    }

    @Test
    void membershipDeleteIsTheWholeObjectWithTheTimeOfItsLastUpdate() {
        Map<String, Long> lastUpdate = new HashMap<>();
        int deletes = 0;
        for (WebhookEvent event : events(WorldSettings.of(7, 3_000))) {
            if (event.meaning() instanceof State state) {
                lastUpdate.put(state.entity().id(), state.version().updatedAt());
            } else if (event.type().equals("organizationMembership.deleted")) {
                JsonNode data = JSON.readTree(event.body()).path("data");
                assertThat(data.path("updated_at").longValue())
                        .isEqualTo(lastUpdate.get(data.path("id").asString()));
                assertThat(data.has("role")).isTrue();
                assertThat(data.has("organization")).isTrue();
                deletes++;
            }
        }
        assertThat(deletes).isPositive();
    }

    @Test
    void aUserWhoJoinsAgainHasANewMembership() {
        Map<String, Set<String>> seats = new HashMap<>();
        events(WorldSettings.of(7, 6_000)).forEach(event -> {
            if (event.meaning() instanceof State state && event.type().startsWith("organizationMembership.")) {
                String pair =
                        state.owners().organizationId() + "/" + state.owners().userId();
                seats.computeIfAbsent(pair, key -> new HashSet<>())
                        .add(state.entity().id());
            }
        });
        assertThat(seats.values()).anyMatch(ids -> ids.size() > 1);
    }

    @Test
    void anAddressComesBackUnderANewUser() {
        Map<String, Set<String>> holders = new HashMap<>();
        events(WorldSettings.of(7, 6_000)).stream()
                .filter(event -> event.type().equals("user.created"))
                .forEach(event -> {
                    JsonNode data = JSON.readTree(event.body()).path("data");
                    for (JsonNode email : data.path("email_addresses")) {
                        holders.computeIfAbsent(email.path("email_address").asString(), key -> new HashSet<>())
                                .add(data.path("id").asString());
                    }
                });
        assertThat(holders.values()).anyMatch(users -> users.size() > 1);
    }

    @Test
    void anOwnersDeleteTellsOfItsMembershipsOnlyAtTimes() {
        Map<String, Set<String>> living = new HashMap<>();
        int silent = 0;
        int loud = 0;
        for (WebhookEvent event : events(WorldSettings.of(7, 6_000))) {
            if (event.meaning() instanceof State state
                    && state.entity().resource().equals("organizationMembership")) {
                String organization = String.valueOf(state.owners().organizationId());
                living.computeIfAbsent(organization, key -> new HashSet<>())
                        .add(state.entity().id());
            } else if (event.meaning() instanceof End end
                    && end.entity().resource().equals("organizationMembership")) {
                living.values().forEach(ids -> ids.remove(end.entity().id()));
            } else if (event.meaning() instanceof End end
                    && end.entity().resource().equals("organization")) {
                boolean leftSome =
                        !living.getOrDefault(end.entity().id(), Set.of()).isEmpty();
                silent += leftSome ? 1 : 0;
                loud += leftSome ? 0 : 1;
            }
        }
        assertThat(silent).isPositive();
        assertThat(loud).isPositive();
    }

    @Test
    void usersHaveFieldsThatNoReleaseKnowsAndValuesOfAnotherType() {
        StringBuilder users = new StringBuilder();
        for (WebhookEvent event : events(EVERYTHING)) {
            if (event.type().startsWith("user.") && event.meaning() instanceof State) {
                users.append(new String(event.body(), StandardCharsets.UTF_8));
            }
        }
        assertThat(users.toString())
                .contains("\"pronouns\":", "\"future_settings\":", "\"banned\":true", "\"locked\":true", "google_id")
                .contains(
                        "👩", "9007199254740993", "\"backup_codes\":", "\"create_organizations_limit\":\"unlimited\"");
    }

    @Test
    void everyTypeThatHasATableIsThereAndSomeOfAClerkYetToCome() {
        Set<String> types = new HashSet<>();
        events(EVERYTHING).forEach(event -> types.add(event.type()));
        Set<String> expected = new HashSet<>();
        Map<String, String> verbs = Map.ofEntries(
                // The last is poison: an object that is deleted, under another verb.
                Map.entry("user", "created updated deleted merged"),
                Map.entry("organization", "created updated deleted"),
                Map.entry("organizationMembership", "created updated deleted"),
                Map.entry("organizationInvitation", "created accepted revoked"),
                Map.entry("organizationDomain", "created updated deleted"),
                Map.entry("role", "created updated deleted"),
                Map.entry("permission", "created updated deleted"),
                Map.entry("session", "created pending ended removed revoked"),
                Map.entry("waitlistEntry", "created updated"),
                Map.entry("subscription", "created updated active pastDue"),
                Map.entry(
                        "subscriptionItem",
                        "created updated active canceled upcoming ended abandoned incomplete pastDue freeTrialEnding paused"),
                Map.entry("paymentAttempt", "created updated"),
                Map.entry("machine", "created updated deleted"));
        verbs.forEach((resource, all) -> {
            for (String verb : all.split(" ", -1)) {
                expected.add(resource + "." + verb);
            }
        });
        assertThat(types).isEqualTo(expected);
    }

    @Test
    void rolesHaveNoneToThreePermissionsThatComeAndGo() {
        Map<String, Set<String>> held = new HashMap<>();
        Set<Integer> counts = new HashSet<>();
        boolean removed = false;
        boolean added = false;
        for (JsonNode role : states("role")) {
            Set<String> permissions = new HashSet<>();
            role.path("permissions").forEach(it -> permissions.add(it.path("id").asString()));
            counts.add(permissions.size());
            Set<String> before = held.put(role.path("id").asString(), permissions);
            removed |= before != null && !permissions.containsAll(before);
            added |= before != null && !before.containsAll(permissions);
        }
        assertThat(counts).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(removed).isTrue();
        assertThat(added).isTrue();
    }

    @Test
    void payersAreUsersOrOrganizationsWithNothingForTheOther() {
        for (String resource : List.of("subscription", "subscriptionItem", "paymentAttempt")) {
            List<JsonNode> payers =
                    states(resource).stream().map(it -> it.path("payer")).toList();
            assertThat(payers)
                    .as(resource)
                    .anyMatch(it -> it.path("organization_id").asString("-").isEmpty() && hasText(it, "user_id"))
                    .anyMatch(it -> it.path("user_id").asString("-").isEmpty() && hasText(it, "organization_id"))
                    .anyMatch(it -> !it.has("organization_id") && hasText(it, "user_id"));
        }
    }

    @Test
    void ownersEndBeforeWhatBelongsToThemAndSomeOfItIsToldOfAfterwards() {
        for (String resource : List.of("organizationInvitation", "organizationDomain", "session")) {
            Map<String, String> owners = new HashMap<>();
            Set<String> endedOwners = new HashSet<>();
            Set<String> orphaned = new HashSet<>();
            int afterwards = 0;
            int firstKnownAfterwards = 0;
            for (WebhookEvent event : events(EVERYTHING)) {
                if (event.meaning() instanceof State state
                        && state.entity().resource().equals(resource)) {
                    String organization = state.owners().organizationId();
                    String owner =
                            organization == null ? String.valueOf(state.owners().userId()) : organization;
                    boolean known = owners.put(state.entity().id(), owner) != null;
                    afterwards += known && endedOwners.contains(owner) ? 1 : 0;
                    firstKnownAfterwards += !known && endedOwners.contains(owner) ? 1 : 0;
                } else if (event.meaning() instanceof End end) {
                    String id = end.entity().id();
                    owners.remove(id);
                    endedOwners.add(id);
                    owners.forEach((belonging, owner) -> {
                        if (owner.equals(id)) {
                            orphaned.add(belonging);
                        }
                    });
                }
            }
            assertThat(orphaned).as(resource).isNotEmpty();
            assertThat(afterwards).as(resource).isPositive();
            assertThat(firstKnownAfterwards).as(resource).isPositive();
        }
    }

    @Test
    void faultsOfTheWorldTouchEverythingThatTheyCan() {
        Map<Fault, Set<String>> touched = new EnumMap<>(Fault.class);
        for (WebhookEvent event : events(WorldSettings.of(7, 20_000).withFaults(EVERYTHING.faults()))) {
            if (event.fault() != null && event.meaning() instanceof State state) {
                touched.computeIfAbsent(event.fault(), fault -> new HashSet<>())
                        .add(state.entity().resource());
            }
        }
        assertThat(touched.get(Fault.TIE)).hasSize(13);
        assertThat(touched.get(Fault.UPDATE_AFTER_DELETE))
                .contains("organizationInvitation", "organizationDomain", "session", "role", "permission", "machine");
        assertThat(touched.get(Fault.DELETE_BEFORE_CREATE))
                .contains("organizationDomain", "role", "permission", "machine");
        assertThat(touched.get(Fault.MEMBERSHIP_BEFORE_ORGANIZATION))
                .contains("organizationInvitation", "organizationDomain", "session");
    }

    @Test
    void secretsAreSentThatMustNotBeStored() {
        assertThat(states("organizationInvitation")).anyMatch(it -> hasText(it, "url"));
        assertThat(states("waitlistEntry")).anyMatch(it -> hasText(it.path("invitation"), "url"));
        assertThat(states("session")).anyMatch(it -> hasText(it.path("last_active_token"), "jwt"));
        assertThat(states("machine"))
                .anyMatch(it -> hasText(it.path("scoped_machines").path(0), "url"));
    }

    @Test
    void bodiesAreAboutAsLargeAsLiveOnes() {
        double average = events(EVERYTHING).stream()
                .filter(event -> event.type().equals("user.updated") && event.meaning() instanceof State)
                .mapToInt(event -> event.body().length)
                .average()
                .orElse(0);
        assertThat(average).isCloseTo(2_500, within(700.0));
    }

    /** The objects of one resource, as their events tell of them. */
    private static List<JsonNode> states(String resource) {
        return events(EVERYTHING).stream()
                .filter(event -> event.meaning() instanceof State state
                        && state.entity().resource().equals(resource))
                .map(event -> JSON.readTree(event.body()).path("data"))
                .toList();
    }

    private static boolean hasText(JsonNode object, String field) {
        return !object.path(field).asString("").isEmpty();
    }

    private static List<WebhookEvent> events(WorldSettings settings) {
        return World.of(settings).events().toList();
    }

    private static List<String> fingerprints(WorldSettings settings) {
        List<String> fingerprints = new ArrayList<>();
        World.of(settings)
                .events()
                .forEachOrdered(event -> fingerprints.add(event.type()
                        + event.messageId()
                        + event.heldBack()
                        + Arrays.hashCode(event.body())
                        + event.meaning()));
        return fingerprints;
    }

    private static List<String> ids(WebhookEvent event) {
        return switch (event.meaning()) {
            case State state -> List.of(event.messageId(), state.entity().id());
            case End end -> List.of(event.messageId(), end.entity().id());
            default -> List.of(event.messageId());
        };
    }
}
