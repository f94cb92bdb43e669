package dev.rollcall.worker;

import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Started;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The worker as it is, in a process that can be killed, on a harness's servers. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ChildProcess process;

    private WorkerProcess(ChildProcess process) {
        this.process = process;
    }

    /** Returns when it is ready. */
    static WorkerProcess start(WorkerHarness harness, Path log) throws InterruptedException {
        int port = FreePort.any();
        Wiring wiring = Wiring.alone()
                .database(harness.database.urlOf("rollcall_sync").jdbcUrlWithLogin())
                .kafka(harness.kafka.bootstrapServers())
                .with(Variables.TOPIC_PREFIX, harness.topics.prefix())
                .with(Variables.WORKER_THREADS, "2")
                .workerOn(port);
        ChildCommand command = ChildCommand.of(
                "worker",
                JavaCommand.main(
                        System.getProperty("java.class.path"),
                        WorkerApplication.class.getName(),
                        Applications.jvmOptions("-XX:TieredStopAtLevel=1"),
                        List.of()),
                wiring.environment(),
                log);
        return new WorkerProcess(Started.start(command, port, LONGEST));
    }

    /** With -9, whatever it does then. */
    void killAfter(Duration time) {
        try {
            process.awaitExit(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
    }
}
