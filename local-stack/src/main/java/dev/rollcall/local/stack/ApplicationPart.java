package dev.rollcall.local.stack;

import dev.rollcall.local.application.Started;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Gateway or worker. */
record ApplicationPart(PartName name, ChildCommand command, Map<String, Integer> ports, int managementPort)
        implements Part {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    @Override
    public Path log() {
        return command.logFile();
    }

    @Override
    public URI liveness() {
        return Started.liveness(managementPort);
    }

    @Override
    public ChildProcess start() throws InterruptedException {
        return Started.start(command, managementPort, LONGEST_START);
    }
}
