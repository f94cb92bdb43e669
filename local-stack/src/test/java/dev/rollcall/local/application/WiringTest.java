package dev.rollcall.local.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.ChildCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {

    private static final Wiring SHARED = Wiring.INHERITED.kafka("127.0.0.1:1").signingSecrets("whsec_canary");

    @Test
    void sayingMoreLeavesWhatOthersShareAsItWas() {
        Wiring worker = SHARED.workerOn(5).database("postgresql://canary");

        assertThat(SHARED.environment()).doesNotContainKey(Variables.DATABASE);
        assertThat(worker.environment())
                .containsAllEntriesOf(SHARED.environment())
                .containsEntry(Variables.DATABASE, "postgresql://canary")
                .containsEntry(Variables.WORKER_PORT, "5");
        assertThat(worker.kafka("127.0.0.1:2").environment()).containsEntry(Variables.KAFKA, "127.0.0.1:2");
    }

    @Test
    void aSecretOfOneKindTakesBackTheOther() {
        assertThat(SHARED.signingSecrets(Path.of("secrets")).environment())
                .containsEntry(Variables.SIGNING_SECRET, "")
                .containsEntry(Variables.SIGNING_SECRET_FILE, "secrets");
        assertThat(SHARED.environment()).containsEntry(Variables.SIGNING_SECRET_FILE, "");
        assertThat(Wiring.INHERITED.database("postgresql://canary").environment())
                .containsEntry(Variables.DATABASE_PASSWORD_FILE, "");
        assertThat(Wiring.INHERITED
                        .migration("postgresql://canary", Map.of(Role.SYNC, "canary"))
                        .environment())
                .containsEntry("ROLLCALL_SYNC_PASSWORD", "canary")
                .containsEntry("ROLLCALL_SYNC_PASSWORD_FILE", "")
                .doesNotContainKey("ROLLCALL_TENANT_PASSWORD");
    }

    @Test
    void noSecretIsPrintedOrStandsInTheCommandLine() {
        assertThat(SHARED).asString().contains(Variables.SIGNING_SECRET).doesNotContain("canary");
        ChildCommand command = SHARED.command(
                "gateway", Application.plain(Path.of("gateway.jar")), Path.of("gateway.log"), "argument");
        assertThat(command.environment()).containsEntry(Variables.SIGNING_SECRET, "whsec_canary");
        assertThat(String.join(" ", command.command()))
                .endsWith("-jar gateway.jar argument")
                .doesNotContain("canary", "AOTCache");
    }

    @Test
    void aBuildsOwnOptionsStandBehindThoseOfEveryProcessButNotWhereAProcessHasItsOwn() {
        String property = "rollcall.application.options";
        String before = System.getProperty(property, "");
        Application plain = Application.plain(Path.of("gateway.jar"));
        System.setProperty(property, " -XX:One  -XX:Two ");
        try {
            assertThat(plain.command()).containsSubsequence("-Xmx256m", "-XX:One", "-XX:Two", "-jar");
            assertThat(SHARED.command("gateway", plain, Path.of("gateway.log")).command())
                    .containsSubsequence("-Xmx256m", "-XX:One", "-XX:Two", "-jar");
            assertThat(plain.command(Applications.JVM_OPTIONS, List.of())).doesNotContain("-XX:One", "");
        } finally {
            System.setProperty(property, before);
        }
    }

    @Test
    void theCacheStandsBeforeTheJar() {
        Application quick = new Application(Path.of("gateway.jar"), Path.of("start.aot"));
        List<String> command = quick.command();
        assertThat(command).containsSequence("-XX:AOTCache=start.aot", "-Xlog:aot*=off", "-jar", "gateway.jar");
        assertThat(command).containsAll(Applications.JVM_OPTIONS);
    }
}
