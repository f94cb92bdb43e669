package dev.rollcall.worker;

import dev.rollcall.worker.operate.command.WorkerCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A command of the worker's jar, run to its end in this process.
 *
 * @param code what it ends with
 * @param out of standard output, all of it
 * @param err of standard error
 */
record CommandRun(int code, String out, String err) {

    static CommandRun of(Map<String, String> environment, List<String> line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = WorkerCommand.run(
                line,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
