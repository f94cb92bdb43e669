package dev.rollcall.worker.operate.command;

import dev.rollcall.model.terminal.Mark;
import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.worker.operate.doctor.Finding;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the doctor found, for people: with a mark in colour where somebody looks, elsewhere as plain lines. */
final class FindingLines {

    private FindingLines() {}

    /** Where marks are wanted; null where they are not. */
    static @Nullable TerminalStream marked(PrintStream out, Map<String, String> variables) {
        return out instanceof TerminalStream terminal
                        && TerminalStream.isWatched()
                        && TerminalStream.wantsColours(variables.get("NO_COLOR"))
                ? terminal
                : null;
    }

    /** @param terminal the same stream, for marks; null for none */
    static void print(List<Finding> findings, PrintStream out, @Nullable TerminalStream terminal) {
        for (Finding finding : findings) {
            if (terminal == null) {
                out.println(finding);
            } else {
                terminal.say(
                        switch (finding.level()) {
                            case OK -> Mark.GOOD;
                            case WARN -> Mark.WARNING;
                            case FAIL -> Mark.BAD;
                        },
                        finding.toString());
            }
        }
    }
}
