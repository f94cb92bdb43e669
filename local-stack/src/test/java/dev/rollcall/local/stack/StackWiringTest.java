package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Variables;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    private ApplicationPart worker(boolean consoleToken) throws IOException {
        StackSettings settings = new StackSettings(
                new PortPlan(1, 2, 3, 4, 5), null, null, null, null, consoleToken, ClerkAccess.NONE, List.of());
        Applications applications =
                new Applications(Application.plain(Path.of("gateway.jar")), Application.plain(Path.of("worker.jar")));
        return new StackWiring(
                        home,
                        settings,
                        applications,
                        DatabaseUrl.parse("postgresql://admin:hidden@127.0.0.1:4/rollcall"),
                        KafkaAccess.open("127.0.0.1:5"),
                        null)
                .worker();
    }
}
