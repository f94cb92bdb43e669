package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
                        settings(PortPlan.DEFAULT, null, null, null),
                        Set.of("--demo"),
                        Map.of(),
                        running("ins_mine", true)))
                .isEmpty();
    }

    /** Nobody would send the demo's events. */
    @Test
    void aStackThatIsNoDemoDoesNotBecomeOneInTheBackground() {
        assertThat(RunningSettings.thatDiffer(
                        settings(PortPlan.DEFAULT, null, null, null),
                        Set.of("--demo", "--detach"),
                        Map.of(),
                        running("ins_mine", true)))
                .containsExactly("--demo");
    }

    @Test
    void nothingDiffersWhereTheSameIsAskedForAgain() {
        PortPlan same = new PortPlan(1, 2, 3, 0, 0);

        assertThat(RunningSettings.thatDiffer(
                        settings(same, ADMINISTRATOR, "k:9092", "ins_mine"),
                        Set.of("--gateway-port", "--gateway-management-port", "--worker-port", "--kafka-port"),
                        Map.of(),
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
                        Map.of(),
                        running(null, false)))
                .containsExactly(
                        "--database-url", "--kafka-bootstrap", "--instance-id", "--gateway-port", "--worker-port");
        assertThat(RunningSettings.thatDiffer(
                        settings(PortPlan.DEFAULT, ADMINISTRATOR, null, null), Set.of(), Map.of(), running(null, true)))
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
                        Map.of(),
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
        assertThat(RunningSettings.thatDiffer(wanted, Set.of(), Map.of(), running(null, true)))
                .containsExactly("--kafka-properties");
    }

    @Test
    void namesEveryVariableThatIsSetToAnotherValueOrThatTheStackDoesNotHave() {
        RunState running = running(inherited(
                Map.of(
                        "ROLLCALL_STORE_PRIVATE_METADATA",
                        "true",
                        "ROLLCALL_ERASURE_HOLDBACK",
                        "3d",
                        "ROLLCALL_TOPIC_PREFIX",
                        "a"),
                ClerkAccess.NONE));

        assertThat(differing(
                        running,
                        Map.of(
                                "ROLLCALL_STORE_PRIVATE_METADATA",
                                "false",
                                "ROLLCALL_ERASURE_HOLDBACK",
                                " 3d ",
                                "ROLLCALL_HEARTBEAT_INTERVAL",
                                "1s",
                                "SPRING_KAFKA_CLIENT_ID",
                                "b",
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://c:4318",
                                "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                                "ecs")))
                .containsExactly(
                        "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "ROLLCALL_HEARTBEAT_INTERVAL",
                        "ROLLCALL_STORE_PRIVATE_METADATA",
                        "SPRING_KAFKA_CLIENT_ID");
        assertThat(differing(running, Map.of())).as("another terminal").isEmpty();
    }

    /** As after {@code eval "$(./rollcall env)"}. */
    @Test
    void whatTheStackSetsItselfAndWhatIsOfCommandsIsNoDifference() {
        Map<String, String> shell = new HashMap<>();
        for (String name : List.of(
                "ROLLCALL_OPS_TOKEN",
                "ROLLCALL_OPS_URL",
                "ROLLCALL_WEBHOOK_URL",
                "ROLLCALL_DATA_DIR",
                "ROLLCALL_MIGRATION_DATABASE_URL",
                "ROLLCALL_GIVEN_DATABASE_URL",
                "ROLLCALL_SYNC_PASSWORD",
                "ROLLCALL_TENANT_PASSWORD_FILE",
                "KAFKA_BOOTSTRAP_SERVERS",
                "DATABASE_URL",
                "CLERK_WEBHOOK_SIGNING_SECRET",
                "CLERK_INSTANCE_ID",
                "CLERK_PUBLISHABLE_KEY")) {
            shell.put(name, "another");
        }
        shell.put("ROLLCALL_ANNOUNCE", " ");

        assertThat(differing(running(inherited(Map.of(), ClerkAccess.NONE)), shell))
                .isEmpty();
    }

    @Test
    void aKeyIsComparedOnlyWhereAWorkerHasOne() {
        Map<String, String> key = Map.of("CLERK_SECRET_KEY", "sk_test_hidden");
        Map<String, String> another = Map.of("CLERK_SECRET_KEY", "sk_test_another");
        RunState surveys = running(inherited(key, new ClerkAccess(key)));
        RunState surveysNot = running(inherited(key, ClerkAccess.NONE));

        assertThat(differing(surveys, key)).isEmpty();
        assertThat(differing(surveys, another)).containsExactly("CLERK_SECRET_KEY");
        assertThat(differing(surveysNot, another)).as("for a backfill").isEmpty();
        assertThat(RunningSettings.thatDiffer(settings(new ClerkAccess(key)), Set.of(), key, surveysNot))
                .containsExactly("CLERK_SECRET_KEY");
    }

    @Test
    void noVariableIsComparedWithAStackOfAnEarlierRelease() {
        assertThat(differing(running((InheritedSettings) null), Map.of("ROLLCALL_STORE_PRIVATE_METADATA", "false")))
                .isEmpty();
    }

    private static List<String> differing(RunState running, Map<String, String> shell) {
        return RunningSettings.thatDiffer(settings(ClerkAccess.NONE), Set.of(), shell, running);
    }

    private static InheritedSettings inherited(Map<String, String> shell, ClerkAccess clerk) {
        return InheritedSettings.of(shell, clerk, Set.of("ROLLCALL_OPS_TOKEN"));
    }

    private static StackSettings settings(ClerkAccess clerk) {
        return settings(PortPlan.DEFAULT, null, null, null).with(clerk);
    }

    private static RunState running(InheritedSettings inherited) {
        RunState state = running(null, true);
        return new RunState(state.supervisor(), state.phase(), state.parts(), state.connections(), inherited);
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
        return new RunState(RunningProcess.of(ProcessHandle.current()), RunState.Phase.READY, parts, connections, null);
    }
}
