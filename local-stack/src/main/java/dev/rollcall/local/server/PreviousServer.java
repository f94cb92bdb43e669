package dev.rollcall.local.server;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The server that used a data directory before. After {@code kill -9} of its parent it may still be on its way out.
 */
record PreviousServer(Path recordFile) {

    private static final Duration LONGEST_END = Duration.ofSeconds(15);

    /**
     * Waits for its end.
     *
     * @throws StartFailedException when it goes on running, so another stack uses this directory
     */
    void awaitEnd(String name) throws IOException, InterruptedException {
        Optional<RunningProcess> previous = RunningProcess.readFrom(recordFile);
        if (previous.isPresent() && !previous.get().awaitEnd(LONGEST_END)) {
            throw new StartFailedException("%s already runs on %s as process %d; stop that one first"
                    .formatted(name, recordFile.getParent(), previous.get().pid()));
        }
    }

    void replaceBy(ChildProcess server) throws IOException {
        server.running().writeTo(recordFile);
    }
}
