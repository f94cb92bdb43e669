package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Against what the field knows of Clerk's own: see the package's sources. */
class LocalClerkTest {

    private static final String KEY = "sk_test_local";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ClerkObjects objects = new ClerkObjects();
    private final LocalClerk clerk = LocalClerk.start(
            new LocalClerk.Settings(0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(KEY), LocalClerk.PRODUCTION_REQUESTS),
            objects);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        clerk.close();
        client.close();
    }

    private HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(clerk.url() + "/v1/" + path));
        return client.send(
                headers.length == 0
                        ? request.header("Authorization", "Bearer " + KEY).build()
                        : request.headers(headers).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode read(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private void users(int count) {
        for (int user = 0; user < count; user++) {
            objects.put("user", user(user, 1000 + user / 3), Owners.NONE);
        }
    }

    private static ObjectNode user(int number, long createdAt) {
        return MAPPER.createObjectNode()
                .put("id", "user_" + number)
                .put("created_at", createdAt)
                .put("updated_at", createdAt);
    }

    private static List<String> ids(JsonNode page) {
        JsonNode objects = page.isArray() ? page : page.get("data");
        return objects.valueStream()
                .map(object -> object.get("id").stringValue())
                .toList();
    }

    @Test
    void refusesWhoDoesNotShowAKeyAndEveryMethodButGet() throws Exception {
        assertThat(ask("users", "X-Nothing", "1").body()).contains("authorization_header_format_invalid");
        assertThat(ask("users", "Authorization", "Bearer sk_test_other").body()).contains("clerk_key_invalid");
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(clerk.url() + "/v1/users/user_1"))
                                .header("Authorization", "Bearer " + KEY)
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(405);
        assertThat(clerk.counts().notGets()).isEqualTo(1);
        assertThat(read("instance").get("id").stringValue()).isEqualTo(WorldSettings.DEFAULT_INSTANCE_ID);
    }

    @Test
    void givesTenWhereNothingIsSaidAndWhereTooMuchIs() throws Exception {
        users(30);
        assertThat(ids(read("users"))).hasSize(10);
        assertThat(ids(read("users?limit=501"))).hasSize(10);
        assertThat(ids(read("users?limit=500"))).hasSize(30);
        assertThat(ask("users?limit=10.0").statusCode()).isEqualTo(422);
        assertThat(ask("users?order_by=+created_at").statusCode())
                .as("a raw plus is a space")
                .isEqualTo(422);
        assertThat(ids(read("users?order_by=%2Bcreated_at&limit=2"))).containsExactly("user_0", "user_1");
        assertThat(read("users/count").get("total_count").intValue()).isEqualTo(30);
    }

    @Test
    void goesThroughAllUsersByCursorWhateverIsDeletedMeanwhile() throws Exception {
        users(100);
        Set<String> seen = new HashSet<>();
        String cursor = null;
        while (true) {
            List<String> page = ids(
                    read("users?order_by=created_at&limit=7" + (cursor == null ? "" : "&starting_after=" + cursor)));
            if (page.isEmpty()) {
                break;
            }
            seen.addAll(page);
            cursor = page.getLast();
            objects.end(page.getFirst());
        }
        assertThat(seen).hasSize(100);
        objects.end("user_50");
        assertThat(ask("users?order_by=created_at&starting_after=user_50").statusCode())
                .isEqualTo(422);
        assertThat(ask("users?order_by=created_at&starting_after=user_51&offset=1")
                        .statusCode())
                .isEqualTo(422);
        assertThat(ask("users?order_by=-updated_at&starting_after=user_51").statusCode())
                .isEqualTo(422);
    }

    @Test
    void filtersByIdsAndTakesAnEmptyFilterForAll() throws Exception {
        users(30);
        assertThat(ids(read("users?user_id=user_3&user_id=user_7&user_id=user_999&limit=500")))
                .containsExactlyInAnyOrder("user_3", "user_7");
        assertThat(ids(read("users?user_id=&limit=500"))).hasSize(30);
        assertThat(ids(read("users?user_id=-user_3&limit=500"))).hasSize(29);
        clerk.misbehave(ApiFaults.NONE.ignoringFilters());
        assertThat(ids(read("users?user_id=user_3&limit=500"))).hasSize(30);
        clerk.misbehave(ApiFaults.NONE.ignoringCursors());
        assertThat(ids(read("users?order_by=created_at&limit=5&starting_after=user_20")))
                .containsExactly("user_0", "user_1", "user_2", "user_3", "user_4");
    }

    @Test
    void saysNotFoundForAnObjectAFeatureAndAnInstance() throws Exception {
        assertThat(ask("users/user_1").body()).contains("resource_not_found", "user_1");
        assertThat(ask("nothing").statusCode()).isEqualTo(404);
        clerk.misbehave(ApiFaults.NONE.withOff(Feature.ORGANIZATIONS, Feature.BILLING));
        assertThat(ask("organization_invitations").statusCode()).isEqualTo(404);
        assertThat(ask("organizations").body()).contains("organization_not_enabled_in_instance");
        assertThat(ask("billing/subscription_items").statusCode()).isEqualTo(400);
        clerk.misbehave(ApiFaults.NONE.ofAnUnresolvableKey());
        assertThat(ask("users").body()).contains("Instance not found");
    }

    @Test
    void showsAWorldAsItsWebhooksLeftIt() throws Exception {
        World.of(WorldSettings.of(7, 3_000)).events().forEachOrdered(objects::happened);
        JsonNode organizations = read("organizations?limit=500&order_by=created_at");
        assertThat(organizations.get("total_count").intValue())
                .isEqualTo(organizations.get("data").size())
                .isPositive();
        String organization = ids(organizations).getLast();
        assertThat(read("organizations/" + organization).get("id").stringValue())
                .isEqualTo(organization);
        List<String> members = new ArrayList<>();
        for (String one : ids(organizations)) {
            members.addAll(ids(read("organizations/" + one + "/memberships?limit=500")));
        }
        assertThat(members)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(ids(read("organization_memberships?limit=500")));
        assertThat(read("organization_invitations?limit=500").get("data").valueStream())
                .allMatch(invitation -> !invitation.has("user_id"));
        assertThat(read("billing/subscription_items?limit=500&include_free=true")
                        .get("data")
                        .valueStream())
                .allMatch(item -> !item.has("interval"));
    }

    @Test
    void countsWhatTheApplicationCouldNotAskBecauseOfUs() throws Exception {
        try (LocalClerk narrow = LocalClerk.start(
                new LocalClerk.Settings(0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(KEY), 3), objects)) {
            for (int request = 0; request < 5; request++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(narrow.url() + "/v1/users"))
                                .header("Authorization", "Bearer " + KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(request < 3 ? 200 : 429);
            }
            narrow.applicationAsks();
            assertThat(narrow.counts()).isEqualTo(new ApiCounts(5, 0, 2, 1, 3));
        }
    }
}
