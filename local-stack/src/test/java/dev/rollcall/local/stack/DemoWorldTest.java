package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DemoWorldTest {

    @TempDir
    Path directory;

    @Test
    void goesOnWhereItStopped() throws IOException {
        StackHome home = home();
        DemoWorld world = DemoWorld.of(home, WorldSettings.DEFAULT_INSTANCE_ID);
        assertThat(world.isNew()).isTrue();
        assertThat(world.objects().liveIds("user")).hasSizeGreaterThan(100);
        DemoWorld killedBeforeItsFirstEvent = DemoWorld.of(home, WorldSettings.DEFAULT_INSTANCE_ID);
        assertThat(killedBeforeItsFirstEvent.isNew()).isTrue();
        for (int event = 0; event < 500; event++) {
            world.next();
        }
        world.note();
        DemoWorld again = DemoWorld.of(home, WorldSettings.DEFAULT_INSTANCE_ID);
        assertThat(again.isNew()).isFalse();
        assertThat(again.objects().live("user")).isEqualTo(world.objects().live("user"));
        assertThat(again.next().messageId()).isEqualTo(world.next().messageId());
    }

    @Test
    void isShownByAClerkWithAKeyOfEveryStartsOwn() throws Exception {
        StackHome home = home();
        String key;
        try (DemoClerk clerk = DemoClerk.start(home, null);
                HttpClient client = HttpClient.newHttpClient()) {
            key = clerk.access().variables().get("CLERK_SECRET_KEY");
            URI users = URI.create(clerk.access().variables().get("CLERK_API_URL") + "/v1/users?limit=500");
            assertThat(users.getHost()).isEqualTo("127.0.0.1");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(users)
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            List<String> ids = JsonMapper.shared()
                    .readTree(answer.body())
                    .valueStream()
                    .map(user -> user.get("id").stringValue())
                    .toList();
            assertThat(ids)
                    .containsExactlyInAnyOrderElementsOf(clerk.world().objects().liveIds("user"));
        }
        try (DemoClerk clerk = DemoClerk.start(home, null)) {
            assertThat(clerk.access().variables().get("CLERK_SECRET_KEY"))
                    .startsWith("sk_test_")
                    .isNotEqualTo(key);
        }
    }

    private StackHome home() throws IOException {
        StackHome home = new StackHome(directory.resolve("stack"));
        home.create();
        return home;
    }
}
