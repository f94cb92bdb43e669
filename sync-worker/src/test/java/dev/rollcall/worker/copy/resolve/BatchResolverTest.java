package dev.rollcall.worker.copy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.Deliveries;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch becomes one write for each entity. */
class BatchResolverTest {

    private static final Table USERS = Table.ofResource(Resource.USER);

    private static Events.Event user(String message, String id, long updatedAt) {
        return Events.user(message, "updated", id, updatedAt, "N", List.of());
    }

    private static String winner(Resolution resolution, String id) {
        return resolution.of(USERS).stream()
                .filter(entity -> entity.key().id().equals(id))
                .findFirst()
                .orElseThrow()
                .winner()
                .version()
                .messageId()
                .value();
    }

    @Test
    void theGreatestVersionWinsWhereverItStands() {
        assertThat(winner(
                        Deliveries.resolved(
                                List.of(user("a", "user_1", 1), user("b", "user_1", 9), user("c", "user_1", 5))),
                        "user_1"))
                .isEqualTo("b");
        assertThat(winner(Deliveries.resolved(List.of(user("b", "user_1", 9), user("a", "user_1", 1))), "user_1"))
                .isEqualTo("b");
    }

    @Test
    void aDeleteWinsOverAnyStateAndKeepsTheStateForItsOwners() {
        Resolved membership = Deliveries.resolved(List.of(
                        Events.membership("a", "updated", "orgmem_1", "org_1", "user_1", 99, "r"),
                        Events.deleted("b", "organizationMembership", "orgmem_1", 1)))
                .of(Table.ofResource(Resource.ORGANIZATION_MEMBERSHIP))
                .getFirst();
        assertThat(membership.winner()).isInstanceOf(Decoded.End.class);
        assertThat(membership.owners().ids()).containsExactly("org_1", "user_1");
        assertThat(membership.all()).hasSize(2);
    }

    @Test
    void entitiesAreInAscendingOrderOfTheirIds() {
        assertThat(Deliveries.resolved(List.of(user("a", "user_b", 1), user("b", "user_B", 1), user("c", "user_a", 1)))
                        .of(USERS))
                .extracting(entity -> entity.key().id())
                .containsExactly("user_B", "user_a", "user_b");
    }

    @Test
    void ofTrueDuplicatesTheFirstWrites() {
        Resolved entity = Deliveries.resolved(List.of(user("a", "user_1", 1), user("a", "user_1", 1)))
                .of(USERS)
                .getFirst();
        assertThat(entity.winner().source().offset()).isZero();
        assertThat(entity.all()).hasSize(2);
    }

    @Test
    void whatIsNoEntityIsKeptApart() {
        Resolution resolution =
                Deliveries.resolved(List.of(new Events.Event("m", "k", "nonsense"), user("a", "user_1", 1)));
        assertThat(resolution.rejected()).hasSize(1);
        assertThat(resolution.records()).hasSize(1);
        assertThat(resolution.of(Table.ofResource(Resource.ROLE))).isEmpty();
    }
}
