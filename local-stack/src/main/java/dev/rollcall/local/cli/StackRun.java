package dev.rollcall.local.cli;

import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.Supervisor;
import dev.rollcall.local.stack.Tunnel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The stack for the life of this process: Ctrl-C, SIGTERM and {@code down} end both in good order. */
final class StackRun {

    /** As a shell reports an end by Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private final Surroundings surroundings;
    private final DataDirectory dataDirectory;
    private final Supervisor supervisor;
    private final @Nullable String tunnelCommand;
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable Tunnel> tunnel = new AtomicReference<>();
    private volatile boolean ready;
    private volatile boolean signalled;

    /** @param tunnelCommand null for none */
    StackRun(
            Surroundings surroundings,
            DataDirectory dataDirectory,
            Supervisor supervisor,
            @Nullable String tunnelCommand) {
        this.surroundings = surroundings;
        this.dataDirectory = dataDirectory;
        this.supervisor = supervisor;
        this.tunnelCommand = tunnelCommand;
    }

    /**
     * @param demo whether the simulator runs, too
     * @param live whether somebody watches
     */
    int untilStopped(boolean demo, boolean live) throws Exception {
        Terminal terminal = surroundings.terminal();
        Thread starter = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(starter), "stop"));
        try {
            RunState.Connections connections = start(demo);
            Guide.addresses(surroundings, dataDirectory, connections);
            openTunnel(connections);
            if (demo) {
                dataDirectory.home(surroundings).becomeDemo();
            }
            Guide.nextSteps(surroundings, dataDirectory, connections);
            Files.write(dataDirectory.home(surroundings).toldFile(), new byte[0]);
            if (demo) {
                supervisor.backfillDemo();
                supervisor.startDemo();
            }
            if (live && !demo) {
                Guide.offerBackfill(surroundings, dataDirectory);
            }
            if (live) {
                new LiveView(terminal, dataDirectory.home(surroundings), connections).show();
            } else {
                new CountDownLatch(1).await();
            }
            return 0;
        } catch (InterruptedException | RuntimeException interruptedOrFailed) {
            if (signalled) {
                // The hook does the rest and ends the process.
                return INTERRUPTED;
            }
            throw interruptedOrFailed;
        } finally {
            if (!signalled) {
                stopOnce();
            }
        }
    }

    /** One that fails takes nothing with it: the stack is of use without. */
    private void openTunnel(RunState.Connections connections) throws IOException, InterruptedException {
        String command = tunnelCommand;
        if (command != null) {
            tunnel.set(TunnelView.open(surroundings, dataDirectory, command, connections));
        }
    }

    private RunState.Connections start(boolean demo) throws Exception {
        try {
            RunState.Connections connections = supervisor.start(surroundings.applications(), demo);
            ready = true;
            return connections;
        } finally {
            startEnded.countDown();
        }
    }

    private void onSignal(Thread starter) {
        if (stopped.get()) {
            return;
        }
        signalled = true;
        starter.interrupt();
        try {
            startEnded.await();
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
        surroundings.terminal().endLive();
        stopOnce();
        surroundings
                .terminal()
                .say("Stopped. The data is kept; start again with: " + dataDirectory.typed(surroundings, "up"));
        // The virtual machine would end with 128 + signal, though all went well.
        Runtime.getRuntime().halt(ready ? 0 : INTERRUPTED);
    }

    private void stopOnce() {
        if (stopped.compareAndSet(false, true)) {
            Tunnel open = tunnel.get();
            if (open != null) {
                open.close();
            }
            supervisor.stop();
        }
    }
}
