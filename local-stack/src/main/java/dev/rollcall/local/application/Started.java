package dev.rollcall.local.application;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import java.net.URI;
import java.time.Duration;

/** The one way to start a gateway or a worker and wait for it. */
public final class Started {

    private Started() {}

    /**
     * Starts it and returns when it takes work; one that does not is killed.
     *
     * @throws dev.rollcall.local.process.StartFailedException when it ends or the time is over
     */
    public static ChildProcess start(ChildCommand command, int managementPort, Duration longest)
            throws InterruptedException {
        ChildProcess process = ChildProcess.start(command);
        try {
            process.awaitHealthy(readiness(managementPort), longest);
            return process;
        } catch (InterruptedException | RuntimeException failed) {
            process.kill();
            throw failed;
        }
    }

    /** Answers 200 when it takes work. */
    public static URI readiness(int managementPort) {
        return health(managementPort, "readiness");
    }

    /** Answers 200 while it makes progress. */
    public static URI liveness(int managementPort) {
        return health(managementPort, "liveness");
    }

    private static URI health(int managementPort, String group) {
        return URI.create("http://127.0.0.1:%d/actuator/health/%s".formatted(managementPort, group));
    }
}
