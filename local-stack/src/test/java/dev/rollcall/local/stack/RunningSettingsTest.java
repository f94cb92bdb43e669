package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSettingsTest {

    private static final String ADMINISTRATOR = "postgresql://admin:hidden@h:5/d";
    private static final SigningSecrets SECRETS = SigningSecrets.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @TempDir
    Path directory;

    @Test
    void nothingDiffersWhereNothingWasTyped() {
        assertThat(RunningSettings.thatDiffer(
                        settings(PortPlan.DEFAULT, null, null, null), Set.of("--demo"), running("ins_mine", true)))
                .isEmpty();
    }

    /** Nobody would send the demo's events. */
    @Test
    void aStackThatIsNoDemoDoesNotBecomeOneInTheBackground() {
        assertThat(RunningSettings.thatDiffer(
                        settings(PortPlan.DEFAULT, null, null, null),
                        Set.of("--demo", "--detach"),
                        running("ins_mine", true)))
                .containsExactly("--demo");
    }

    @Test
    void nothingDiffersWhereTheSameIsAskedForAgain() {
        PortPlan same = new PortPlan(1, 2, 3, 0, 0);

        assertThat(RunningSettings.thatDiffer(
                        settings(same, ADMINISTRATOR, "k:9092", "ins_mine"),
                        Set.of("--gateway-port", "--gateway-management-port", "--worker-port", "--kafka-port"),
                        running("ins_mine", false)))
                .isEmpty();
    }

    @Test
    void namesEveryOptionThatTheStackWasStartedWithOtherwise() {
        assertThat(RunningSettings.thatDiffer(
                        settings(
                                new PortPlan(11, 12, 13, 14, 0),
                                "postgresql://admin:hidden@h:5/other",
                                "k2:9092",
                                "ins_theirs"),
                        Set.of("--gateway-port", "--worker-port"),
                        running(null, false)))
                .containsExactly(
                        "--database-url", "--kafka-bootstrap", "--instance-id", "--gateway-port", "--worker-port");
        assertThat(RunningSettings.thatDiffer(
                        settings(PortPlan.DEFAULT, ADMINISTRATOR, null, null), Set.of(), running(null, true)))
                .as("a server of the user's where the stack has its own")
                .containsExactly("--database-url");
        assertThat(RunningSettings.thatDiffer(
                        new StackSettings(
                                PortPlan.DEFAULT,
                                null,
                                null,
                                null,
                                null,
                                true,
                                ClerkAccess.NONE,
                                List.of("--take-roles")),
                        Set.of(),
                        running(null, true)))
                .containsExactly("--console-token", "--take-roles");
    }

    @Test
    void aNewSecretIsInTheGatewaysFileAndInWhatOtherCommandsRead() throws IOException {
        StackHome home = new StackHome(directory.resolve("stack"));
        home.create();
        running("ins_mine", true).writeTo(home);
        assertThat(secretsOf(home)).isEqualTo("whsec_first,whsec_second");

        home.use(SECRETS);

        assertThat(secretsOf(home)).isEqualTo(SECRETS.current());
        assertThat(home.latestSigningSecrets()).contains(SECRETS);
        assertThat(Files.readString(home.signingSecretsInUse())).isEqualTo(SECRETS.current() + "\n");
    }

    @Test
    void namesAnotherFileOfClientSettingsForTheSameKafka() {
        StackSettings wanted = new StackSettings(
                PortPlan.DEFAULT,
                null,
                new KafkaAccess("k:9092", Path.of("/etc/kafka.properties")),
                null,
                null,
                false,
                ClerkAccess.NONE,
                List.of());
        assertThat(RunningSettings.thatDiffer(wanted, Set.of(), running(null, true)))
                .containsExactly("--kafka-properties");
    }

    private static String secretsOf(StackHome home) throws IOException {
        return RunState.ofRunning(home).orElseThrow().connections().signingSecrets();
    }

    private static StackSettings settings(PortPlan ports, String database, String kafka, String instance) {
        return new StackSettings(
                ports,
                database == null ? null : DatabaseUrl.parse(database),
                kafka == null ? null : KafkaAccess.open(kafka),
                null,
                instance,
                false,
                ClerkAccess.NONE,
                List.of());
    }

    private static RunState running(String instance, boolean ownPostgres) {
        RunState.Connections connections = new RunState.Connections(
                "http://127.0.0.1:1/webhooks/clerk",
                "http://127.0.0.1:2",
                "http://127.0.0.1:3",
                "k:9092",
                null,
                ADMINISTRATOR,
                "postgresql://sync:hidden@h:5/d",
                "postgresql://backend:hidden@h:5/d",
                "postgresql://tenant:hidden@h:5/d",
                "whsec_first,whsec_second",
                instance,
                "hidden-token",
                false,
                null);
        List<RunState.Part> parts = List.of(
                new RunState.Part(PartName.POSTGRES, null, Map.of(), null, 0, ownPostgres),
                new RunState.Part(PartName.WORKER, null, Map.of("management", 3), null, 0, true),
                new RunState.Part(PartName.GATEWAY, null, Map.of("webhook", 1, "management", 2), null, 0, true));
        return new RunState(RunningProcess.of(ProcessHandle.current()), RunState.Phase.READY, parts, connections);
    }
}
