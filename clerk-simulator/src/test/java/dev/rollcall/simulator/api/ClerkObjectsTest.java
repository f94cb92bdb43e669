package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ClerkObjectsTest {

    private final ClerkObjects objects = new ClerkObjects();

    private static ObjectNode object(String id, long createdAt, long updatedAt, String name) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", id)
                .put("created_at", createdAt)
                .put("updated_at", updatedAt)
                .put("name", name);
    }

    private void user(String id, long createdAt, long updatedAt, String name) {
        objects.put("user", object(id, createdAt, updatedAt, name), Owners.NONE);
    }

    private static List<String> names(ClerkObjects objects, String resource) {
        return objects.live(resource).stream()
                .map(object -> object.path("name").asString(""))
                .toList();
    }

    @Test
    void theOldestComeFirstAndThenTheSmallestId() {
        user("user_2", 5, 5, "second");
        user("user_1", 5, 5, "first");
        user("user_0", 9, 9, "third");
        assertThat(names(objects, "user")).containsExactly("first", "second", "third");
        assertThat(objects.liveIds("user")).containsExactly("user_1", "user_2", "user_0");
        assertThat(objects.live("organization")).isEmpty();
    }

    @Test
    void aLaterStateTakesThePlaceOfAnEarlierAndOfOneOfItsTime() {
        user("user_1", 5, 20, "first");
        user("user_1", 5, 20, "second");
        assertThat(names(objects, "user")).containsExactly("second");
        user("user_1", 5, 19, "earlier");
        assertThat(names(objects, "user")).containsExactly("second");
        user("user_1", 7, 21, "moved");
        assertThat(names(objects, "user")).containsExactly("moved");
    }

    @Test
    void whatHasNoIdIsNothing() {
        objects.put("user", JsonMapper.shared().createObjectNode().put("created_at", 1), Owners.NONE);
        assertThat(objects.live("user")).isEmpty();
    }

    @Test
    void whatEndedStaysEndedAndKeepsItsPlace() {
        user("user_1", 5, 20, "first");
        assertThat(objects.live("user")).hasSize(1);
        objects.end("user_1");
        user("user_1", 5, 30, "again");
        assertThat(objects.live("user")).isEmpty();
        assertThat(objects.find("user", "user_1")).isEmpty();
        assertThat(objects.ended()).containsExactly("user_1");
        assertThat(objects.placeOf("user_1")).isEqualTo(new ClerkObjects.Place(5, "user_1"));
        assertThat(objects.placeOf("user_2")).isNull();
    }

    @Test
    void whatBelongsToSomethingEndsWithIt() {
        objects.put("organizationMembership", object("orgmem_1", 1, 1, "one"), new Owners("org_1", "user_1"));
        objects.put("organizationMembership", object("orgmem_2", 2, 2, "two"), new Owners("org_1", "user_2"));
        objects.put("organizationInvitation", object("orginv_1", 1, 1, "three"), new Owners("org_1", null));
        assertThat(objects.countOf("organizationMembership", "org_1")).isEqualTo(2);
        assertThat(objects.countOf("organizationMembership", "user_1")).isEqualTo(1);
        assertThat(objects.countOf("organizationMembership", "org_2")).isZero();
        objects.end("user_2");
        assertThat(names(objects, "organizationMembership")).containsExactly("one");
        objects.end("org_1");
        assertThat(objects.ended()).containsExactlyInAnyOrder("user_2", "org_1", "orgmem_1", "orgmem_2", "orginv_1");
        objects.put("organizationMembership", object("orgmem_3", 3, 3, "late"), new Owners("org_1", "user_3"));
        objects.put("session", object("sess_1", 3, 3, "late"), new Owners(null, "user_2"));
        assertThat(objects.live("organizationMembership")).isEmpty();
        assertThat(objects.ended()).contains("orgmem_3", "sess_1");
    }

    @Test
    void aChangeThatNobodyIsToldOfCountsAsTheLatest() {
        user("user_1", 5, 20, "first");
        objects.change("user", "user_1", user -> user.put("name", "changed").put("updated_at", 3));
        assertThat(names(objects, "user")).containsExactly("changed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> objects.change("user", "user_2", user -> user))
                .withMessage("no live user user_2");
    }

    @Test
    void aSignInMovesItsTimes() {
        user("user_1", 5, 20, "first");
        long day = 86_400_000;
        objects.signIn("user_1", 3 * day + 77);
        assertThat(objects.live("user")).singleElement().satisfies(user -> {
            assertThat(user.get("last_sign_in_at").longValue()).isEqualTo(3 * day + 77);
            assertThat(user.get("last_active_at").longValue()).isEqualTo(3 * day);
            assertThat(user.get("updated_at").longValue()).isEqualTo(3 * day + 97);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsReadIsACopy(boolean packed) {
        ClerkObjects copied = packed ? ClerkObjects.packed() : new ClerkObjects();
        ObjectNode given = object("user_1", 5, 20, "first");
        copied.put("user", given, Owners.NONE);
        given.put("name", "changed");
        copied.live("user").getFirst().put("name", "changed");
        assertThat(names(copied, "user")).containsExactly("first");
    }

    @Test
    void aPackedObjectIsTheSame() {
        ObjectNode object = (ObjectNode) JsonMapper.shared().readTree("{\"id\":\"user_1\",\"roles\":[1,null]}");
        assertThat(PackedObject.of(object, true).object()).isEqualTo(object);
        assertThat(PackedObject.of(object, false).object()).isEqualTo(object).isNotSameAs(object);
    }

    @Test
    void aWorldIsThereAsItsEventsLeaveItWhicheverWayItIsKept() {
        World world = World.of(WorldSettings.of(7, 1_500).withFaults(Fault.parse("all")));
        ClerkObjects packed = ClerkObjects.packed();
        for (WebhookEvent event : world.events().toList()) {
            objects.happened(event);
            packed.happened(event);
            switch (event.meaning()) {
                case Meaning.State state ->
                    objects.find(state.entity().resource(), state.entity().id())
                            .ifPresent(held -> assertThat(held.version()).isGreaterThanOrEqualTo(state.version()));
                case Meaning.End end ->
                    assertThat(objects.ended()).contains(end.entity().id());
                case Meaning.DeadLetter letter -> {}
                case Meaning.Nothing nothing -> {}
            }
        }
        for (String resource : List.of("user", "organization", "organizationMembership", "role", "session")) {
            assertThat(objects.live(resource)).as(resource).isNotEmpty().isEqualTo(packed.live(resource));
        }
    }

    @Test
    void anEventShowsItsObjectAsTheTablesCanHaveIt() {
        World world = World.of(WorldSettings.of(7, 6_000).withFaults(Fault.parse("all")));
        List<WebhookEvent> shortened = world.events()
                .filter(event -> event.meaning() instanceof Meaning.State state && state.kept() != null)
                .toList();
        assertThat(shortened).isNotEmpty();
        for (WebhookEvent event : shortened) {
            Meaning.State state = (Meaning.State) event.meaning();
            ClerkObjects alone = new ClerkObjects();
            alone.happened(event);
            JsonNode data =
                    JsonMapper.shared().readTree(String.valueOf(state.kept())).get("data");
            assertThat(alone.live(state.entity().resource())).hasSize(1).first().isEqualTo(data);
            assertThat(alone.find(state.entity().resource(), state.entity().id()))
                    .hasValueSatisfying(held -> {
                        assertThat(held.version()).isEqualTo(state.version());
                        assertThat(held.owners()).isEqualTo(state.owners());
                    });
        }
    }

    @Test
    void listsThatAreBehindShowWhatWasSoManyRequestsAgo() {
        user("user_1", 1, 1, "first");
        objects.end("user_0");
        LaggingLists lagging = new LaggingLists(objects);
        user("user_2", 2, 2, "second");
        assertThat(names(lagging.behindBy(2), "user")).containsExactly("first");
        objects.change("user", "user_1", user -> user.put("name", "changed"));
        assertThat(names(lagging.behindBy(2), "user")).containsExactly("first");
        objects.end("user_2");
        assertThat(names(lagging.behindBy(2), "user")).containsExactly("first", "second");
        assertThat(names(lagging.behindBy(2), "user")).containsExactly("changed", "second");
        assertThat(names(lagging.behindBy(2), "user")).containsExactly("changed");
        assertThat(lagging.behindBy(2).ended()).containsExactlyInAnyOrder("user_0", "user_2");
        objects.forget(lagging);
        user("user_3", 3, 3, "third");
        assertThat(names(lagging.behindBy(0), "user")).containsExactly("changed");
        assertThat(names(objects, "user")).containsExactly("changed", "third");
    }
}
