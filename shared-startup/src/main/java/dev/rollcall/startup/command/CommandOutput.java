package dev.rollcall.startup.command;

import dev.rollcall.model.terminal.TerminalStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints. For as long as it says nothing, a person at a terminal sees that it goes on: a last line, on
 * standard error and without colour, that counts the seconds, and that whatever is said next takes away.
 */
public final class CommandOutput implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TerminalStream sign;
    private final TerminalStream out;
    private final TerminalStream err;
    private boolean shown;
    private boolean lineBegun;
    private @Nullable CountedWait wait;

    CommandOutput(OutputStream out, OutputStream err) {
        sign = TerminalStream.before(err);
        this.out = TerminalStream.before(new Said(out));
        this.err = TerminalStream.before(new Said(err));
    }

    /**
     * Standard output and error of this process, with a sign of life where a person looks at both.
     *
     * @param command as it was typed
     * @param forPrograms whether a program reads the output
     * @param terminal the variable TERM
     */
    public static CommandOutput ofThisProcess(String command, boolean forPrograms, @Nullable String terminal) {
        CommandOutput output =
                new CommandOutput(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        if (!forPrograms && canMoveItsCursor(terminal) && TerminalStream.areBothWatched()) {
            output.giveSigns(command, PAUSE);
        }
        return output;
    }

    static boolean canMoveItsCursor(@Nullable String terminal) {
        return terminal != null && !terminal.isEmpty() && !terminal.equals("dumb");
    }

    /** For results. */
    public TerminalStream out() {
        return out;
    }

    /** For what is said beside them. */
    public TerminalStream err() {
        return err;
    }

    void giveSigns(String what, Duration pause) {
        wait = CountedWait.begin(what, pause, this::show);
    }

    private synchronized void show(String line) {
        // What has begun to be said must not be written over.
        if (!lineBegun) {
            sign.overwrite(line);
            shown = true;
        }
    }

    private synchronized void takeAway() {
        if (shown) {
            sign.overwrite("");
            shown = false;
        }
    }

    /** No more signs; the last one is taken away. What is printed afterwards is printed all the same. */
    @Override
    public void close() {
        CountedWait going = wait;
        // Without signs nothing is waited for: who prints may be held up by a pipe that nobody empties.
        if (going != null) {
            going.close();
            takeAway();
        }
    }

    private final class Said extends FilterOutputStream {

        Said(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return;
            }
            synchronized (CommandOutput.this) {
                takeAway();
                out.write(bytes, from, length);
                lineBegun = bytes[from + length - 1] != '\n';
            }
        }
    }
}
