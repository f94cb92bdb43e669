package dev.rollcall.worker.operate.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code --json} of a command that does something: one object on standard output, whatever people read on the other. */
final class JsonOption {

    static final String NAME = "--json";

    @Option(names = NAME, description = "One JSON object on standard output; what people read on the other.")
    private boolean json;

    boolean isGiven() {
        return json;
    }

    Answer answer(PrintStream out, PrintStream err) {
        return new Answer(json ? err : out, json ? out : null);
    }

    /**
     * What a command has to say. Lines are for people and appear as they are said; facts are for programs and appear at the
     * end, in their order. A command that fails says no facts, so that half of them is not taken for the whole.
     */
    static final class Answer {

        private final PrintStream people;
        private final @Nullable PrintStream programs;
        private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();

        private Answer(PrintStream people, @Nullable PrintStream programs) {
            this.people = people;
            this.programs = programs;
        }

        void line(String line) {
            people.println(line);
        }

        Answer fact(String name, @Nullable Object value) {
            facts.put(name, value);
            return this;
        }

        /** @return the exit code, as given */
        int end(int exitCode) {
            if (programs != null) {
                programs.println(JsonMapper.shared().writeValueAsString(facts));
            }
            return exitCode;
        }
    }
}
