package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.StartFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        assertThat(TunnelState.of(home).flatMap(TunnelState::openAddress)).contains(tunnel.address());
        tunnel.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(TunnelState.of(home)).as("nobody wants it any more").isEmpty();
    }

    @Test
    void saysThatClerkPostsToHttpsOnly() throws Exception {
        StackHome home = new StackHome(directory);

        assertThatThrownBy(() -> Tunnel.start(
                        home, "sh -c 'echo http://plain.example.com; exec sleep 600' {port}", 4711, Duration.ZERO))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("tunnel has printed no https:// address (Clerk posts to https only) after 0 s");
        assertThat(TunnelState.of(home).flatMap(TunnelState::trouble)).contains("no tunnel");
    }

    @Test
    void notesAndSaysThatItHasEndedAndHowToOpenAnother() throws Exception {
        StackHome home = new StackHome(directory);
        String command = "sh -c 'echo $$ > " + directory + "/pid; echo https://p.example.com/; exec sleep 600' {port}";
        try (Tunnel tunnel = Tunnel.start(home, command, 4711)) {
            CompletableFuture<String> said = new CompletableFuture<>();
            tunnel.tellItsEnd(said::complete, "./rollcall up --tunnel ...");
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());

            ProcessHandle.of(pid).orElseThrow().destroy();

            assertThat(said.get(2, TimeUnit.MINUTES))
                    .contains("The tunnel has ended (exit code 143)", "./rollcall up --tunnel ...");
            TunnelState state = TunnelState.of(home).orElseThrow();
            assertThat(state.trouble()).contains("the tunnel has ended (exit code 143)");
            assertThat(state.address()).hasToString("https://p.example.com");
            assertThat(state.openAddress()).isEmpty();
        }
    }

    @Test
    void doesNotTakeOneThatNeverOpenedForOneThatIsOpen() throws Exception {
        StackHome home = new StackHome(directory);
        try (Tunnel open = Tunnel.start(home, "sh -c 'echo https://p.example.com; exec sleep 600' {port}", 4711)) {
            assertThatThrownBy(() -> Tunnel.start(home, "no-such-tunnel {port}", 4711))
                    .isInstanceOf(StartFailedException.class);

            assertThat(TunnelState.of(home).flatMap(TunnelState::openAddress)).contains(open.address());
        }
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        StackHome home = new StackHome(directory);

        assertThatThrownBy(() -> Tunnel.start(home, "no-such-tunnel --port {port}", 4711))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("tunnel ended with exit code 127 while starting")
                .hasMessageContaining("no-such-tunnel");
        assertThat(TunnelState.of(home).flatMap(TunnelState::trouble)).contains("no tunnel (exit code 127)");
        assertThatThrownBy(() -> Tunnel.start(home, "ngrok http 8080", 4711)).hasMessageContaining("{port}");
    }
}
