package dev.rollcall.local.cli;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.InheritedSettings;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** A stack of which only the supervisor runs: nothing answers at its addresses. */
final class StandInStack {

    static final RunState.Connections NOWHERE = new RunState.Connections(
            "http://127.0.0.1:1/webhooks/clerk",
            "http://127.0.0.1:1",
            "http://127.0.0.1:1",
            "127.0.0.1:1",
            null,
            "postgresql://admin:hidden@127.0.0.1:1/d",
            "postgresql://sync:hidden@127.0.0.1:1/d",
            "postgresql://backend:hidden@127.0.0.1:1/d",
            "postgresql://tenant:hidden@127.0.0.1:1/d",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            null,
            "hidden-token",
            false,
            null);

    /** Its processes have no setting from a shell. */
    private static final InheritedSettings BARE = new InheritedSettings("", Map.of(), Set.of());

    private StandInStack() {}

    /** As its supervisor writes it down. */
    static StackHome in(Path dataDirectory, ProcessHandle supervisor) throws IOException {
        StackHome home = new StackHome(dataDirectory);
        Files.createDirectories(home.logs());
        RunState state = new RunState(RunningProcess.of(supervisor), RunState.Phase.READY, List.of(), NOWHERE, BARE);
        Files.writeString(
                home.directory().resolve("run.json"), JsonMapper.shared().writeValueAsString(state));
        return home;
    }
}
