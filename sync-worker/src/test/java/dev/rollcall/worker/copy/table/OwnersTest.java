package dev.rollcall.worker.copy.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose a row is decides with whom it ends. */
class OwnersTest {

    private static final Table MEMBERSHIPS = Table.ofResource(Resource.ORGANIZATION_MEMBERSHIP);

    private static Owners membership(@Nullable String organization, @Nullable String user) {
        return Owners.inColumns(MEMBERSHIPS.owners(), column -> column.owner() == Resource.USER ? user : organization);
    }

    @Test
    void eachOwnerColumnHasItsOwnEvenIfAnotherIsNotKnown() {
        Owners both = membership("org_1", "user_1");
        assertThat(both.known())
                .containsExactly(new Owner(Resource.ORGANIZATION, "org_1"), new Owner(Resource.USER, "user_1"));
        assertThat(both.ids()).containsExactly("org_1", "user_1");
        Owners one = membership(null, "user_1");
        assertThat(one.known()).containsExactly(new Owner(Resource.USER, "user_1"));
        assertThat(one.ids()).containsExactly(null, "user_1");
        assertThat(one.idOf(Resource.USER)).isEqualTo("user_1");
        assertThat(one.idOf(Resource.ORGANIZATION)).isNull();
        assertThat(one.isUnknown()).isFalse();
        assertThat(one).hasToString("[null, user_1]");
    }

    @Test
    void aRowOfWhichNobodyKnowsAnOwnerIsNobodys() {
        assertThat(membership(null, null).isUnknown()).isTrue();
        assertThat(membership(null, null).ids()).containsExactly(null, null);
        Owners none = Owners.inColumns(Table.ofResource(Resource.USER).owners(), column -> "user_1");
        assertThat(none.isUnknown()).isTrue();
        assertThat(none.ids()).isEmpty();
    }

    @Test
    void collectedOnesAreUsersAndOrganizationsEachOnceInOneOrder() {
        Owners collected = Owners.collected(List.of("user_2", "org_1", "user_1", "user_2"));
        assertThat(collected.known())
                .containsExactly(
                        new Owner(Resource.ORGANIZATION, "org_1"),
                        new Owner(Resource.USER, "user_1"),
                        new Owner(Resource.USER, "user_2"));
        assertThat(Owners.united(Stream.of(Owners.ofJoined("user_2,user_1"), Owners.NONE, Owners.ofJoined("org_1")))
                        .joined())
                .isEqualTo(collected.joined())
                .isEqualTo("org_1,user_1,user_2");
        assertThat(Owners.ofJoined(collected.joined()).known()).isEqualTo(collected.known());
    }

    @Test
    void nothingJoinedIsNobody() {
        assertThat(Owners.ofJoined("").isUnknown()).isTrue();
        assertThat(Owners.NONE.joined()).isEmpty();
        assertThat(Owners.collected(List.of()).isUnknown()).isTrue();
    }

    /** The table's own check refuses more, and then the event would never be written. */
    @Test
    void aRowKeepsTheSameEightOfManyOwnersInWhateverOrderTheyCome() {
        List<String> ids = IntStream.rangeClosed(1, 9)
                .mapToObj(number -> "user_" + number)
                .collect(Collectors.toCollection(ArrayList::new));
        String kept = "user_1,user_2,user_3,user_4,user_5,user_6,user_7,user_8";
        assertThat(Owners.collected(ids).joined()).isEqualTo(kept);
        Collections.reverse(ids);
        assertThat(Owners.collected(ids).joined()).isEqualTo(kept);
    }
}
