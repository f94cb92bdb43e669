package dev.rollcall.simulator.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.simulator.verify.Oracle.Fate;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.DeadLetter;
import dev.rollcall.simulator.world.Meaning.End;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.Meaning.State;
import dev.rollcall.simulator.world.Version;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Short histories by hand, told in every order: the same must come of all. */
class OracleTest {

    private static final Owners SEAT = new Owners("org_1", "user_1");

    @Test
    void greatestUpdatedAtWins() {
        inEveryOrder(List.of(user("a", 10, 11), user("b", 20, 21), user("c", 30, 31)), oracle -> {
            assertThat(fate(oracle, "user", "user_1")).isEqualTo(Fate.LIVE);
            assertThat(winner(oracle, "user_1")).isEqualTo("c");
        });
    }

    @Test
    void eventTimeAndThenMessageIdBreakTies() {
        inEveryOrder(
                List.of(user("z", 10, 11), user("b", 10, 12), user("a", 10, 12), user("y", 9, 99)),
                oracle -> assertThat(winner(oracle, "user_1")).isEqualTo("b"));
    }

    @Test
    void messageIdsCompareByBytesUpperCaseFirst() {
        inEveryOrder(
                List.of(user("msg_a", 10, 11), user("msg_Z", 10, 11)),
                oracle -> assertThat(winner(oracle, "user_1")).isEqualTo("msg_a"));
    }

    @Test
    void aDeleteIsFinalEvenBeforeANewerUpdate() {
        inEveryOrder(
                List.of(user("a", 10, 11), end("user", "user_1", Owners.NONE), user("b", 999, 999)),
                oracle -> assertThat(fate(oracle, "user", "user_1")).isEqualTo(Fate.ENDED));
    }

    @Test
    void aDeleteOfAnUnknownIdIsAnEnd() {
        inEveryOrder(
                List.of(end("organization", "org_1", Owners.NONE)),
                oracle -> assertThat(fate(oracle, "organization", "org_1")).isEqualTo(Fate.ENDED));
    }

    @Test
    void membershipsEndWithTheirOrganization() {
        inEveryOrder(
                List.of(
                        seat("orgmem_1", "a", 10),
                        seat("orgmem_1", "b", 20),
                        end("organization", "org_1", Owners.NONE)),
                oracle -> assertThat(fate(oracle, "organizationMembership", "orgmem_1"))
                        .isEqualTo(Fate.ENDED));
    }

    @Test
    void membershipsEndWithTheirUser() {
        inEveryOrder(
                List.of(user("u", 1, 2), seat("orgmem_1", "a", 10), end("user", "user_1", Owners.NONE)),
                oracle -> assertThat(fate(oracle, "organizationMembership", "orgmem_1"))
                        .isEqualTo(Fate.ENDED));
    }

    @Test
    void invitationsDomainsAndSessionsEndWithTheirOnlyOwner() {
        inEveryOrder(
                List.of(
                        belonging("organizationInvitation", "orginv_1", new Owners("org_1", null)),
                        belonging("organizationDomain", "orgdmn_1", new Owners("org_1", null)),
                        belonging("session", "sess_1", new Owners(null, "user_1")),
                        end("organization", "org_1", Owners.NONE)),
                oracle -> {
                    assertThat(fate(oracle, "organizationInvitation", "orginv_1"))
                            .isEqualTo(Fate.ENDED);
                    assertThat(fate(oracle, "organizationDomain", "orgdmn_1")).isEqualTo(Fate.ENDED);
                    assertThat(fate(oracle, "session", "sess_1")).isEqualTo(Fate.LIVE);
                });
        inEveryOrder(
                List.of(
                        belonging("session", "sess_1", new Owners(null, "user_1")),
                        belonging("subscription", "csub_1", Owners.NONE),
                        end("user", "user_1", Owners.NONE)),
                oracle -> {
                    assertThat(fate(oracle, "session", "sess_1")).isEqualTo(Fate.ENDED);
                    assertThat(fate(oracle, "subscription", "csub_1")).isEqualTo(Fate.LIVE);
                });
    }

    @Test
    void anObjectWhoseOwnersMoveEndsWithAnyOfThem() {
        inEveryOrder(
                List.of(
                        belonging("passkey", "psk_1", new Owners(null, "user_1")),
                        belonging("passkey", "psk_1", new Owners("org_1", "user_2")),
                        belonging("passkey", "psk_2", new Owners(null, "user_2")),
                        end("user", "user_1", Owners.NONE)),
                oracle -> {
                    assertThat(fate(oracle, "passkey", "psk_1")).isEqualTo(Fate.ENDED);
                    assertThat(fate(oracle, "passkey", "psk_2")).isEqualTo(Fate.LIVE);
                });
    }

    @Test
    void aNewMembershipLivesWhenTheOldOneEnds() {
        inEveryOrder(
                List.of(
                        seat("orgmem_1", "a", 10),
                        end("organizationMembership", "orgmem_1", SEAT),
                        seat("orgmem_2", "b", 30),
                        end("organizationMembership", "orgmem_3", SEAT)),
                oracle -> {
                    assertThat(fate(oracle, "organizationMembership", "orgmem_1"))
                            .isEqualTo(Fate.ENDED);
                    assertThat(fate(oracle, "organizationMembership", "orgmem_2"))
                            .isEqualTo(Fate.LIVE);
                    assertThat(fate(oracle, "organizationMembership", "orgmem_3"))
                            .isEqualTo(Fate.ENDED);
                });
    }

    @Test
    void repeatedMessagesChangeNothing() {
        Told first = user("a", 10, 11);
        Told second = user("b", 20, 21);
        inEveryOrder(
                List.of(first, second, first, second, first),
                oracle -> assertThat(winner(oracle, "user_1")).isEqualTo("b"));
    }

    @Test
    void poisonIsADeadLetterAndNothingElse() {
        inEveryOrder(List.of(user("a", 10, 11), new Told("p", new DeadLetter(FailureCode.JSON))), oracle -> {
            assertThat(winner(oracle, "user_1")).isEqualTo("a");
            assertThat(oracle.deadLetters()).containsOnlyKeys("p").containsValue(FailureCode.JSON);
            assertThat(oracle.standings()).hasSize(1);
        });
    }

    @Test
    void whatWasNeverAcknowledgedMakesItsObjectsDoubtful() {
        WorldSettings settings = WorldSettings.of(4, 600);
        Set<String> undelivered = new TreeSet<>();
        World.of(settings)
                .events()
                .filter(event -> event.type().equals("organization.deleted"))
                .forEach(event -> undelivered.add(event.messageId()));
        Oracle certain = Oracle.of(World.of(settings), Set.of());
        Oracle doubting = Oracle.of(World.of(settings), undelivered);
        assertThat(undelivered).isNotEmpty();
        assertThat(certain.standings().values()).noneMatch(standing -> certain.fate(standing) == Fate.DOUBTFUL);
        assertThat(doubting.standings().entrySet())
                .anyMatch(entry -> entry.getKey().resource().equals("organizationMembership")
                        && doubting.fate(entry.getValue()) == Fate.DOUBTFUL)
                .anyMatch(entry -> doubting.fate(entry.getValue()) == Fate.LIVE);
    }

    private static Told user(String messageId, long updatedAt, long eventAt) {
        return new Told(
                messageId,
                new State(new Entity("user", "user_1"), new Version(updatedAt, eventAt, messageId), Owners.NONE));
    }

    private static Told seat(String id, String messageId, long updatedAt) {
        return new Told(
                messageId,
                new State(
                        new Entity("organizationMembership", id),
                        new Version(updatedAt, updatedAt + 1, messageId),
                        SEAT));
    }

    private static Told belonging(String resource, String id, Owners owners) {
        return new Told("state-" + id, new State(new Entity(resource, id), new Version(10, 11, "state-" + id), owners));
    }

    private static Told end(String resource, String id, Owners owners) {
        return new Told("end-" + id, new End(new Entity(resource, id), owners));
    }

    private static Fate fate(Oracle oracle, String resource, String id) {
        return oracle.fate(requireNonNull(oracle.find(resource, id)));
    }

    private static String winner(Oracle oracle, String userId) {
        Standing standing = requireNonNull(oracle.find("user", userId));
        String told = new String(requireNonNull(standing.body()), StandardCharsets.UTF_8);
        assertThat(told).isEqualTo(requireNonNull(standing.version()).messageId());
        return told;
    }

    private static void inEveryOrder(List<Told> history, Consumer<Oracle> assertion) {
        permute(new ArrayList<>(history), 0, assertion);
    }

    private static void permute(List<Told> history, int fixed, Consumer<Oracle> assertion) {
        if (fixed == history.size()) {
            Oracle oracle = new Oracle();
            history.forEach(told -> oracle.hear(
                    told.messageId(), told.meaning(), told.messageId().getBytes(StandardCharsets.UTF_8)));
            assertion.accept(oracle);
            return;
        }
        for (int index = fixed; index < history.size(); index++) {
            Collections.swap(history, fixed, index);
            permute(history, fixed + 1, assertion);
            Collections.swap(history, fixed, index);
        }
    }

    private record Told(String messageId, Meaning meaning) {}
}
