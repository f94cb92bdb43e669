package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every fault does what it says, the same for the same seed. */
class LocalClerkFaultsTest {

    private static final String KEY = "sk_test_local";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ClerkObjects objects = new ClerkObjects();
    private final LocalClerk clerk = LocalClerk.start(
            new LocalClerk.Settings(0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(KEY), Integer.MAX_VALUE), objects);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        clerk.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(clerk.url() + "/v1/" + path)).header("Authorization", "Bearer " + KEY);
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode read(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private void users(int count, long createdAt) {
        IntStream.range(0, count).forEach(user -> objects.put("user", object("user_" + user, createdAt), Owners.NONE));
    }

    private static ObjectNode object(String id, long createdAt) {
        return MAPPER.createObjectNode()
                .put("id", id)
                .put("created_at", createdAt)
                .put("updated_at", createdAt);
    }

    private static List<String> ids(JsonNode page) {
        return (page.isArray() ? page : page.get("data"))
                .valueStream()
                .map(object -> object.get("id").stringValue())
                .toList();
    }

    private List<Integer> statuses(ApiFaults faults, int requests) throws Exception {
        clerk.misbehave(faults);
        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            HttpResponse<String> answer = ask("users");
            statuses.add(answer.body().isEmpty() ? 0 : answer.statusCode());
        }
        return statuses;
    }

    @Test
    void hitsTheSameRequestsForTheSameSeed() throws Exception {
        ApiFaults bad = ApiFaults.NONE
                .seeded(3)
                .with(ApiFault.UNAVAILABLE, 200)
                .with(ApiFault.REFUSED, 100)
                .with(ApiFault.EMPTY_BODY, 100);
        List<Integer> first = statuses(bad, 60);
        assertThat(new HashSet<>(first)).contains(200, 429, 0).anyMatch(status -> status > 500);
        assertThat(statuses(bad, 60)).isEqualTo(first);
        assertThat(statuses(bad.seeded(4), 60)).isNotEqualTo(first);
    }

    @Test
    void refusesInEveryForm() throws Exception {
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.REFUSED, 1000).withRetryAfter(ApiFaults.ANY_RETRY_AFTER));
        Set<String> said = new TreeSet<>();
        for (int request = 0; request < 60; request++) {
            said.add(ask("users").headers().firstValue("Retry-After").orElse("nothing"));
        }
        assertThat(said).contains("nothing", "0", "1", "3600", "soon").anyMatch(text -> text.endsWith("GMT"));
        assertThat(clerk.counts().refused()).isEqualTo(60);
    }

    @Test
    void keepsAnEndpointClosedForAsLongAsItSaid() throws Exception {
        clerk.misbehave(ApiFaults.NONE
                .with(ApiFault.REFUSED, 1000)
                .with(ApiFault.BLOCKED_ENDPOINT, 1)
                .withRetryAfter("3600"));
        assertThat(ask("users").statusCode()).isEqualTo(429);
        clerk.misbehave(ApiFaults.NONE);
        assertThat(ask("users").statusCode()).isEqualTo(429);
        assertThat(ask("organizations").statusCode()).isEqualTo(200);
    }

    @Test
    void tearsHangsAndDripsAndIsSlow() throws Exception {
        users(10, 1);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.RESET, 1000));
        assertThatThrownBy(() -> ask("users")).isInstanceOf(IOException.class);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.SLOW_BODY, 1000).with(ApiFault.LATENCY, 1));
        assertThat(ids(read("users"))).hasSize(10);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.HANG, 1000));
        HttpRequest impatient = request("users").timeout(Duration.ofMillis(200)).build();
        assertThatThrownBy(() -> client.send(impatient, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.HTML_BODY, 1000));
        assertThat(ask("users").body()).startsWith("<html>");
    }

    @Test
    void packsABodyWhereThatIsTaken() throws Exception {
        users(10, 1);
        HttpResponse<byte[]> answer = client.send(
                request("users").header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(ids(MAPPER.readTree(new String(body, StandardCharsets.UTF_8))))
                .hasSize(10);
    }

    @Test
    void showsListsOfBeforeWhileSingleObjectsAreNew() throws Exception {
        users(3, 1);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.STALE_LISTS, 3));
        objects.end("user_0");
        objects.put("user", object("user_9", 9), Owners.NONE);
        assertThat(ask("users/user_0").statusCode()).isEqualTo(404);
        assertThat(ids(read("users"))).containsExactly("user_2", "user_1", "user_0");
        read("users");
        read("users");
        assertThat(ids(read("users"))).containsExactly("user_9", "user_2", "user_1");
    }

    @Test
    void shufflesTiesOfMoreThanAPageByOffsetAndNeverByCursor() throws Exception {
        users(1_200, 7);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.SHUFFLED_TIES, 1));
        List<String> byCursor = new ArrayList<>(ids(read("users?order_by=created_at&limit=500")));
        while (byCursor.size() < 1_200) {
            byCursor.addAll(ids(read("users?order_by=created_at&limit=500&starting_after=" + byCursor.getLast())));
        }
        assertThat(byCursor).doesNotHaveDuplicates().hasSize(1_200);
        String second = "users?order_by=created_at&limit=500&offset=500";
        assertThat(ids(read(second))).isNotEqualTo(ids(read(second)));
    }

    @Test
    void passesOverParametersAndCountsApart() throws Exception {
        users(30, 1);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.IGNORED_OFFSET, 1).with(ApiFault.COUNT_OFF, -5));
        assertThat(ids(read("users?offset=20"))).isEqualTo(ids(read("users")));
        assertThat(read("users/count").get("total_count").intValue()).isEqualTo(25);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.CURSOR_OF_ENDED_GOES_ON, 1));
        objects.end("user_3");
        assertThat(ids(read("users?order_by=created_at&starting_after=user_29")))
                .startsWith("user_4");
        clerk.misbehave(ApiFaults.NONE.seeded(1).with(ApiFault.SHORT_PAGE, 1000));
        assertThat(ids(read("users?limit=20"))).hasSize(10);
    }

    @Test
    void saysInItsOwnWayThatSomethingIsOffGoneOrNotPaidFor() throws Exception {
        clerk.misbehave(ApiFaults.NONE.withOff(Feature.WAITLIST));
        assertThat(ask("waitlist_entries").body()).contains("feature_not_enabled");
        clerk.misbehave(ApiFaults.NONE.withOff(Feature.ORGANIZATIONS).with(ApiFault.OFF_STATUS, 402));
        assertThat(ask("organization_roles").statusCode()).isEqualTo(402);
        clerk.misbehave(ApiFaults.NONE.withOff(Feature.BILLING).with(ApiFault.OFF_STATUS, 410));
        assertThat(ask("billing/subscription_items").body()).contains("operation_deprecated");
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.OTHER_INSTANCE, 1));
        assertThat(read("instance").get("id").stringValue()).isNotEqualTo(WorldSettings.DEFAULT_INSTANCE_ID);
    }

    @Test
    void showsFieldsThatNobodyHasDescribed() throws Exception {
        objects.put("user", object("user_1", 1).putNull("legal_accepted_at"), Owners.NONE);
        clerk.misbehave(ApiFaults.NONE.with(ApiFault.UNKNOWN_FIELDS, 1));
        JsonNode user = read("users").get(0);
        assertThat(user.has("requires_password_reset")).isTrue();
        assertThat(user.has("of_a_clerk_yet_to_come")).isTrue();
        assertThat(user.has("legal_accepted_at")).isFalse();
    }

    @Test
    void givesFifteenMegabytesWhenAllMetadataIsFull() throws Exception {
        String full = "x".repeat(30_000);
        for (int user = 0; user < 500; user++) {
            ObjectNode one = object("user_" + user, user);
            one.putObject("public_metadata").put("all", full);
            objects.put("user", one, Owners.NONE);
        }
        assertThat(ask("users?limit=500").body().length()).isGreaterThan(15_000_000);
    }

    @Test
    void goesOnWhileItIsRead() throws Exception {
        World world = World.of(WorldSettings.of(11, 2_000));
        List<WebhookEvent> sent = new ArrayList<>();
        Meanwhile meanwhile =
                new Meanwhile(world.iterator(), objects, sent::add, new Meanwhile.Settings(5, 40, 100, 100));
        clerk.beforeEach(meanwhile);
        for (int request = 0; request < 60; request++) {
            read("users?limit=1");
        }
        meanwhile.settle();
        ClerkObjects whole = new ClerkObjects();
        world.events().forEachOrdered(whole::happened);
        assertThat(objects.liveIds("user")).isEqualTo(whole.liveIds("user"));
        assertThat(objects.live("organizationMembership")).isEqualTo(whole.live("organizationMembership"));
        assertThat(objects.ended()).isEqualTo(whole.ended());
        assertThat(meanwhile.lost()).hasSizeBetween(100, 300);
        assertThat(sent).hasSize(2_000 - meanwhile.lost().size());
        ClerkObjects small = ClerkObjects.packed();
        world.events().forEachOrdered(small::happened);
        assertThat(small.live("organization")).isEqualTo(whole.live("organization"));
    }

    @Test
    void answersEveryAddressThatASurveyAsks() throws Exception {
        World.of(WorldSettings.of(7, 4_000)).events().forEachOrdered(objects::happened);
        JsonNode organization = read("organizations?include_members_count=true&order_by=created_at&limit=500")
                .get("data")
                .valueStream()
                .filter(one -> one.path("members_count").intValue() > 1)
                .findFirst()
                .orElseThrow();
        String id = organization.get("id").stringValue();
        assertThat(read("organizations/" + id).has("members_count")).isFalse();
        assertThat(read("organizations/" + organization.get("slug").stringValue())
                        .get("id")
                        .stringValue())
                .isEqualTo(id);
        JsonNode members = read("organizations/" + id + "/memberships?limit=500");
        assertThat(members.get("total_count").intValue())
                .isEqualTo(organization.get("members_count").intValue());
        JsonNode member = members.get("data").get(0);
        String user = member.path("public_user_data").path("user_id").stringValue();
        String membership = member.get("id").stringValue();
        assertThat(ids(read("organizations/" + id + "/memberships?user_id=" + user)))
                .containsExactly(membership);
        assertThat(ids(read("users/" + user + "/organization_memberships?limit=500")))
                .contains(membership);
        assertThat(ask("users/user_nobody/organization_memberships").statusCode())
                .isEqualTo(404);
        JsonNode invitation = read("organization_invitations").get("data").get(0);
        assertThat(invitation.path("public_organization_data").isObject()).isTrue();
        String inviting = invitation.get("organization_id").stringValue();
        String invited = invitation.get("id").stringValue();
        assertThat(read("organizations/" + inviting + "/invitations/" + invited)
                        .get("id")
                        .stringValue())
                .isEqualTo(invited);
        assertThat(ask("organizations/" + (inviting.equals(id) ? user : id) + "/invitations/" + invited)
                        .statusCode())
                .isEqualTo(404);
        JsonNode domain = read("organization_domains").get("data").get(0);
        assertThat(ids(read("organization_domains?limit=500&organization_id="
                        + domain.get("organization_id").stringValue())))
                .contains(domain.get("id").stringValue());
        String waiting = ids(read("waitlist_entries")).getFirst();
        assertThat(ids(read("waitlist_entries?query=" + waiting))).containsExactly(waiting);
        String role = ids(read("organization_roles")).getFirst();
        assertThat(read("organization_roles/" + role).get("id").stringValue()).isEqualTo(role);
        assertThat(ids(read("organization_roles?query=" + role))).containsExactly(role);
        JsonNode statement = read("billing/statements").get("data").get(0);
        JsonNode attempts = read("billing/statements/" + statement.get("id").stringValue() + "/payment_attempts");
        assertThat(attempts.get("data").get(0).has("invoice_id")).isFalse();
        HttpRequest unknown =
                request("users").header("Clerk-API-Version", "2019-01-01").build();
        assertThat(client.send(unknown, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(400);
    }
}
