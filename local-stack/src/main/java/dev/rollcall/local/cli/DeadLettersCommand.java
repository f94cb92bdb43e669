package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What could not be applied. Run alone it shows what can be done about it. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List, look at, replay or discard the events that could not be applied.",
        footer = {
            "",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name. rollcall.audit_log keeps who did what."
        })
final class DeadLettersCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private DeadLettersCommand() {}

    /** With its subcommands. */
    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListLetters(surroundings))
                .addSubcommand(new ShowLetter(surroundings))
                .addSubcommand(new ReplayLetters(surroundings))
                .addSubcommand(new DiscardLetters(surroundings));
    }

    @Override
    public void run() {
        CommandSpec own = spec;
        if (own != null) {
            own.commandLine().usage(own.commandLine().getOut());
        }
    }

    /** Which letters; the worker's command checks what is written. */
    private static final class Filters {

        @Option(names = "--code", paramLabel = "CODE", description = "Only those of one code, such as wrong_instance.")
        private @Nullable String code;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Only those that failed then or later: 2026-11-01, 2026-11-01T08:00Z.")
        private @Nullable String since;

        @Option(names = "--until", paramLabel = "TIME", description = "Only those that failed before.")
        private @Nullable String until;

        @Option(names = "--entity", paramLabel = "ID", description = "Only those about one object, such as user_2abc.")
        private @Nullable String entity;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Only this one, as the list writes it, such as 3-1042.")
        private @Nullable String id;

        private void addTo(List<String> arguments) {
            add(arguments, "--code", code);
            add(arguments, "--since", since);
            add(arguments, "--until", until);
            add(arguments, "--entity", entity);
            add(arguments, "--id", id);
        }
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }

    private static void add(List<String> arguments, String option, boolean given) {
        if (given) {
            arguments.add(option);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List them by code and hour, oldest first; no personal data.")
    private static final class ListLetters implements Callable<Integer> {

        private final Surroundings surroundings;

        @Mixin
        private final DataDirectory dataDirectory = new DataDirectory();

        @Mixin
        private final Filters filters = new Filters();

        @Option(names = "--all", description = "Also those that were replayed or discarded.")
        private boolean all;

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        ListLetters(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("dead-letters", "list"));
            filters.addTo(arguments);
            add(arguments, "--all", all);
            add(arguments, "--json", json);
            return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show one beside the row that it is about, and what a replay would do.")
    private static final class ShowLetter implements Callable<Integer> {

        private final Surroundings surroundings;

        @Mixin
        private final DataDirectory dataDirectory = new DataDirectory();

        @Parameters(paramLabel = "ID", description = "As the list writes it, such as 3-1042.")
        private String id = "";

        @Option(names = "--values", description = "Also what the fields hold: personal data; the audit notes it.")
        private boolean values;

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        ShowLetter(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("dead-letters", "show", id));
            add(arguments, "--values", values);
            add(arguments, "--json", json);
            return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Publish the exact events again. Without --yes it only counts.")
    private static final class ReplayLetters implements Callable<Integer> {

        private final Surroundings surroundings;

        @Mixin
        private final DataDirectory dataDirectory = new DataDirectory();

        @Mixin
        private final Filters filters = new Filters();

        @Option(names = "--all", description = "Also those that were replayed or discarded before.")
        private boolean all;

        @Option(names = "--rate", paramLabel = "N", description = "At most so many a second; 200 unless given.")
        private @Nullable Integer rate;

        @Option(names = "--yes", description = "Do it.")
        private boolean yes;

        ReplayLetters(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("dead-letters", "replay"));
            filters.addTo(arguments);
            add(arguments, "--rate", rate == null ? null : rate.toString());
            add(arguments, "--all", all);
            add(arguments, "--yes", yes);
            return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Mark them as needing nothing. Without --yes it only counts.")
    private static final class DiscardLetters implements Callable<Integer> {

        private final Surroundings surroundings;

        @Mixin
        private final DataDirectory dataDirectory = new DataDirectory();

        @Mixin
        private final Filters filters = new Filters();

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is kept, so without personal data.")
        private String reason = "";

        @Option(names = "--yes", description = "Do it.")
        private boolean yes;

        DiscardLetters(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("dead-letters", "discard"));
            filters.addTo(arguments);
            add(arguments, "--reason", reason);
            add(arguments, "--yes", yes);
            return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
        }
    }
}
