package dev.rollcall.local.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The POSIX signals that the stack sends; Java itself can send only TERM and KILL. */
public enum Signal {
    /** PostgreSQL: fast shutdown. */
    INT,
    /** PostgreSQL: immediate shutdown, recovery at the next start. */
    QUIT,
    TERM,
    KILL,
    STOP,
    CONT;

    /** Sends this signal to each of the processes; one that has ended already is not an error. */
    void sendTo(Collection<Long> processIds) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "for pid; do kill -s \"$0\" \"$pid\" 2>/dev/null; done; exit 0", name()));
        processIds.forEach(id -> command.add(Long.toString(id)));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException noShell) {
            throw new StartFailedException("/bin/sh cannot be run: " + noShell.getMessage(), noShell);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
