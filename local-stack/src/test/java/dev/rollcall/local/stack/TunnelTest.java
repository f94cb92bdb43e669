package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.StartFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelTest {

    @TempDir
    Path directory;

    /** As cloudflared and ngrok print theirs. */
    @Test
    void findsThePublicAddressAmongPagesOfTheMaker() {
        assertThat(Tunnel.addressIn(
                        "2026-11-28T20:00:00Z INF |  https://four-words-of-it.trycloudflare.com                  |"))
                .hasToString("Optional[https://four-words-of-it.trycloudflare.com]");
        assertThat(Tunnel.addressIn("lvl=info msg=\"started tunnel\" addr=http://localhost:8080"
                        + " url=https://1f2e.ngrok-free.app"))
                .hasToString("Optional[https://1f2e.ngrok-free.app]");
        assertThat(Tunnel.addressIn("your url is: https://calm-cat.loca.lt")).isPresent();
        for (String page : new String[] {
            "agree to the terms (https://www.cloudflare.com/website-terms/), and Cloudflare reserves",
            "see https://developers.cloudflare.com/cloudflare-one/connections/connect-apps",
            "Sign up at https://dashboard.ngrok.com",
            "http://127.0.0.1:8080",
            "nothing"
        }) {
            assertThat(Tunnel.addressIn(page)).as(page).isEmpty();
        }
    }

    @Test
    void runsTheCommandWithThePortAndEndsIt() throws Exception {
        StackHome home = new StackHome(directory);
        Files.createDirectories(home.logs());
        Files.writeString(home.logs().resolve("tunnel.log"), "https://of-an-earlier-run.example.com\n");

        Tunnel tunnel = Tunnel.start(
                home,
                "sh -c 'echo $$ > " + directory + "/pid; echo forwarding https://p{port}.example.com/; exec sleep 600'",
                4711);

        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(tunnel.address()).hasToString("https://p4711.example.com");
        assertThat(tunnel.endpoint()).hasToString("https://p4711.example.com/webhooks/clerk");
        tunnel.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void saysWhyThereIsNone() {
        StackHome home = new StackHome(directory);

        assertThatThrownBy(() -> Tunnel.start(home, "no-such-tunnel --port {port}", 4711))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("tunnel ended with exit code 127 while starting")
                .hasMessageContaining("no-such-tunnel");
        assertThatThrownBy(() -> Tunnel.start(home, "ngrok http 8080", 4711)).hasMessageContaining("{port}");
    }
}
