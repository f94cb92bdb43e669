package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Variables;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackWiringTest {

    @TempDir
    Path directory;

    private StackHome home;

    @BeforeEach
    void createHome() throws IOException {
        home = new StackHome(directory.resolve("stack"));
        home.create();
    }

    /** Alone on the machine nobody has to type one; with others on it whoever reaches the port may see nothing. */
    @Test
    void theConsoleAsksForATokenOnlyWhenStartedSo() throws IOException {
        assertThat(worker(false).command().environment())
                .containsEntry(Variables.OPS_LOOPBACK, "true")
                .containsEntry(Variables.OPS_TOKEN, home.opsToken());
        assertThat(worker(true).command().environment())
                .containsEntry(Variables.OPS_LOOPBACK, "false")
                .containsEntry(Variables.OPS_TOKEN, home.opsToken());
    }

    /** Everything that is handed on: to the worker, and to whoever reads. */
    @Test
    void atSupabasesPoolerEveryLoginNamesTheProject() throws IOException {
        StackWiring wiring =
                wiring(false, "postgresql://postgres.abcdef:hidden@aws-0-eu-west-1.pooler.supabase.com:5432/postgres");
        String place = "@aws-0-eu-west-1.pooler.supabase.com:5432/postgres";
        RunState.Connections connections = wiring.connections();
        assertThat(connections.migrationDatabaseUrl()).startsWith("postgresql://postgres.abcdef:hidden@");
        assertThat(List.of(
                        connections.workerDatabaseUrl(),
                        connections.backendDatabaseUrl(),
                        connections.tenantDatabaseUrl()))
                .allMatch(url -> url.endsWith(place))
                .extracting(url -> DatabaseUrl.parse(url).user())
                .containsExactly("rollcall_sync.abcdef", "rollcall_backend.abcdef", "rollcall_tenant.abcdef");
        assertThat(wiring.worker().command().environment())
                .containsEntry(Variables.DATABASE, connections.workerDatabaseUrl());
    }

    @Test
    void whatItTellsThePartsItselfIsNotInheritedAndAKeyOfTheShellIs() throws IOException {
        Map<String, String> shell = Map.of(
                Variables.ACCEPTED_FINDINGS,
                "role_bypasses:admin",
                Variables.OPS_TOKEN,
                "of-another-stack",
                Variables.HEARTBEAT_INTERVAL,
                "1s",
                "CLERK_SECRET_KEY",
                "sk_test_hidden");
        StackWiring wiring = wiring(
                false,
                "postgresql://admin:hidden@127.0.0.1:4/rollcall",
                new ClerkAccess(Map.of("CLERK_SECRET_KEY", "sk_test_hidden")));

        assertThat(wiring.inherited(shell).hashes()).containsOnlyKeys(Variables.HEARTBEAT_INTERVAL, "CLERK_SECRET_KEY");
        assertThat(wiring.worker().command().environment()).containsEntry("CLERK_SECRET_KEY", "sk_test_hidden");
        assertThat(wiring.gateway().command().environment()).doesNotContainKey("CLERK_SECRET_KEY");
    }

    private ApplicationPart worker(boolean consoleToken) throws IOException {
        return wiring(consoleToken, "postgresql://admin:hidden@127.0.0.1:4/rollcall")
                .worker();
    }

    private StackWiring wiring(boolean consoleToken, String administrator) {
        return wiring(consoleToken, administrator, ClerkAccess.NONE);
    }

    private StackWiring wiring(boolean consoleToken, String administrator, ClerkAccess clerk) {
        StackSettings settings =
                new StackSettings(new PortPlan(1, 2, 3, 4, 5), null, null, null, null, consoleToken, clerk, List.of());
        Applications applications =
                new Applications(Application.plain(Path.of("gateway.jar")), Application.plain(Path.of("worker.jar")));
        return new StackWiring(
                home, settings, applications, DatabaseUrl.parse(administrator), KafkaAccess.open("127.0.0.1:5"), null);
    }
}
