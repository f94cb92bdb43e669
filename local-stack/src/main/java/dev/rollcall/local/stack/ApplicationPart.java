package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Gateway or worker.
 *
 * @param readiness answers 200 when it takes work
 */
record ApplicationPart(PartName name, ChildCommand command, Map<String, Integer> ports, URI readiness) implements Part {

    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    @Override
    public Path log() {
        return command.logFile();
    }

    /** Beside readiness, as both applications have it. */
    @Override
    public URI liveness() {
        return readiness.resolve("liveness");
    }

    @Override
    public ChildProcess start() throws InterruptedException {
        ChildProcess process = ChildProcess.start(command);
        try {
            process.awaitHealthy(readiness, LONGEST_START);
            return process;
        } catch (InterruptedException | RuntimeException failed) {
            process.kill();
            throw failed;
        }
    }
}
