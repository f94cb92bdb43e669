package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The console fetches one object from Clerk: by the same door, noted, and by the ordinary way into the row. */
class ConsoleRefetchIT {

    private static final String KEY = "sk_test_consoleRefetches";
    private static final String AUDIT = "select actor, action, subject, count from rollcall.audit_log order by id";

    private final HttpClient client = HttpClient.newHttpClient();
    private final WorkerHarness harness = new WorkerHarness();
    private final ClerkObjects objects = new ClerkObjects();
    private final LocalClerk clerk = LocalClerk.start(
            new LocalClerk.Settings(0, Events.INSTANCE, Set.of(KEY), LocalClerk.PRODUCTION_REQUESTS), objects);
    private RunningWorker worker;

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
        clerk.close();
        client.close();
        harness.close();
    }

    private HttpResponse<String> refetch(String id, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(worker.at("/ops/entities/" + id + "/refetch"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain(KEY);
        return answer;
    }

    private void awaitRow(String user, String name) throws InterruptedException {
        harness.await(
                "the row of " + user,
                () -> harness.database
                        .rows("select first_name from clerk.users where id = '" + user + "' and deleted_at is null")
                        .equals(List.of(name)));
    }

    @Test
    void whatDiffersIsPublishedAndWhoAskedIsNoted() throws Exception {
        World.of(WorldSettings.of(41, 300).withInstanceId(Events.INSTANCE))
                .events()
                .forEach(objects::happened);
        String user = objects.liveIds("user").getFirst();
        objects.change("user", user, object -> object.put("first_name", "AtClerk"));
        worker = new RunningWorker(harness, 0, "--CLERK_SECRET_KEY=" + KEY, "--CLERK_API_URL=" + clerk.url());
        harness.await(
                "what the worker copies with",
                () -> !harness.database
                        .rows("select name from rollcall.worker_settings")
                        .isEmpty());

        assertThat(refetch(user).body()).isEqualTo("{\"said\":\"" + user + ": missing, published\"}");
        awaitRow(user, "AtClerk");
        harness.database.execute("update clerk.users set first_name = 'ByHand' where id = '" + user + "'");
        assertThat(refetch(user).body()).contains(user + ": different, published (first_name)");
        awaitRow(user, "AtClerk");
        assertThat(refetch("user_unknown").body()).contains("Clerk does not have it, nor does the copy");

        assertThat(refetch(user, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(404);
        assertThat(refetch("orgmem_1").statusCode()).isEqualTo(400);
        assertThat(harness.database.rows(AUDIT))
                .as("the refused ones are none")
                .containsExactly(
                        "loopback|entity refetch|entity=" + user + "|1",
                        "loopback|entity refetch|entity=" + user + "|1",
                        "loopback|entity refetch|entity=user_unknown|1");
        assertThat(clerk.counts().notGets()).isZero();
    }

    @Test
    void withoutAKeyItSaysWhatToSetAndWithAWrongOneThatClerkRefuses() throws Exception {
        worker = new RunningWorker(harness, 0);
        HttpResponse<String> unset = refetch("user_1");
        assertThat(unset.statusCode()).isEqualTo(409);
        assertThat(unset.body())
                .contains(
                        "CLERK_SECRET_KEY is not set: write a secret key of the instance", "./rollcall refetch user_1");
        assertThat(harness.database.rows(AUDIT)).isEmpty();
        worker.close();

        worker = new RunningWorker(
                harness, 0, "--CLERK_SECRET_KEY=sk_test_ofSomebodyElse", "--CLERK_API_URL=" + clerk.url());
        HttpResponse<String> refused = refetch("user_1");
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body())
                .contains("Clerk refuses CLERK_SECRET_KEY (401)")
                .doesNotContain("ofSomebodyElse");
    }
}
