package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of the stack that runs as a process and can be started again after it died. */
interface Part {

    PartName name();

    /** By purpose, such as {@code management}. */
    Map<String, Integer> ports();

    Path log();

    /**
     * Answers 2xx while the part makes progress, and an error when only a restart helps; null when the part has no such
     * address.
     */
    default @Nullable URI liveness() {
        return null;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @throws dev.rollcall.local.process.StartFailedException when it does not become ready
     */
    ChildProcess start() throws InterruptedException;
}
