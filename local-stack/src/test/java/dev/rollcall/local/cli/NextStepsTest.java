package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class NextStepsTest {

    private static final String DOWN = "./rollcall down --data-dir /d";
    private static final String UP = "./rollcall up --data-dir /d";
    private static final URI ENDPOINT = URI.create("https://p.example.com/webhooks/clerk");

    /** Its ports are taken until it has stopped. */
    @Test
    void stopsTheDemoBeforeAnythingElse() {
        assertThat(new NextSteps(DOWN, "./rollcall up --data-dir ~/mine", true, 4711, null, false, false).text())
                .containsSubsequence(
                        "1. Stop this demo:",
                        DOWN,
                        "2. Start with a tunnel",
                        "./rollcall up --data-dir ~/mine --tunnel '",
                        "3. In Clerk's dashboard",
                        "4. ",
                        "CLERK_WEBHOOK_SIGNING_SECRET=whsec_... ./rollcall up --detach --data-dir ~/mine",
                        "5. ",
                        "./rollcall backfill --data-dir ~/mine");
    }

    @Test
    void beginsWithATunnelWhereThereIsNone() {
        assertThat(new NextSteps(DOWN, UP, false, 4711, null, false, false).text())
                .containsSubsequence(
                        "1. Open a tunnel to port 4711",
                        UP + " --tunnel '",
                        "2. In Clerk's dashboard",
                        "https://<tunnel>/webhooks/clerk",
                        "3. Give it the endpoint's signing secret",
                        "4. Copy what Clerk had")
                .doesNotContain("demo");
    }

    @Test
    void hasThePublicAddressWhereThereIsOneAndOpensNoOther() {
        assertThat(new NextSteps(DOWN, UP, false, 4711, ENDPOINT, false, false).text())
                .containsSubsequence("1. In Clerk's dashboard", ENDPOINT.toString(), "2. Give it", "3. Copy")
                .doesNotContain("Open a tunnel", "<tunnel>");
    }

    @Test
    void leavesOutWhatIsDone() {
        assertThat(new NextSteps(DOWN, UP, false, 4711, ENDPOINT, true, false).text())
                .containsSubsequence("1. In Clerk's dashboard, under Webhooks, add the endpoint", "2. Copy")
                .doesNotContain("SIGNING_SECRET");
        assertThat(new NextSteps(DOWN, UP, false, 4711, ENDPOINT, true, true).text())
                .contains("1. In Clerk's dashboard, under Webhooks, see that the endpoint is");
        assertThat(new NextSteps(DOWN, UP, false, 4711, null, true, true).text())
                .isEqualTo("""
                        Copy what Clerk had before its first webhook, if you have not yet:
                          CLERK_SECRET_KEY=sk_... ./rollcall backfill --data-dir /d
                        """);
    }
}
