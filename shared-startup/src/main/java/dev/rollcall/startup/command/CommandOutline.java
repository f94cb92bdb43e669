package dev.rollcall.startup.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What one command line takes, told to another that completes it: a line for each option, and for each parameter that is
 * one of a few words. The options of a command stay written in its own class alone.
 */
public final class CommandOutline {

    /** The option that asks for it. No help lists it: it is for the other command line, of the same build. */
    public static final String OPTION = "--outline";

    private static final String BETWEEN_PARTS = "\t";
    private static final String BETWEEN_WORDS = " ";
    private static final int PARTS = 4;

    private CommandOutline() {}

    /** Of a command and all below it. */
    public static String of(CommandSpec command) {
        return lines(command, List.of()).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Stream<String> lines(CommandSpec command, List<String> path) {
        Stream<String> options = command.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> line(path, List.of(option.names()), option));
        Stream<String> parameters = command.positionalParameters().stream()
                .filter(parameter -> !candidates(parameter).isEmpty())
                .map(parameter -> line(path, List.of(parameter.index().toString()), parameter));
        Stream<String> below = command.subcommands().entrySet().stream().flatMap(sub -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(sub.getKey());
            return lines(sub.getValue().getCommandSpec(), longer);
        });
        return Stream.of(options, parameters, below).flatMap(all -> all);
    }

    private static String line(List<String> path, List<String> names, ArgSpec taken) {
        return Stream.of(path, names, List.of(taken.arity().toString()), candidates(taken))
                .map(words -> String.join(BETWEEN_WORDS, words))
                .collect(Collectors.joining(BETWEEN_PARTS));
    }

    private static List<String> candidates(ArgSpec taken) {
        Iterable<String> candidates = taken.completionCandidates();
        return candidates == null
                ? List.of()
                : StreamSupport.stream(candidates.spliterator(), false).toList();
    }

    /** A command that takes the same and does nothing. */
    public static CommandSpec read(String outline) {
        CommandSpec command = CommandSpec.create();
        outline.lines().map(Line::of).forEach(line -> line.addTo(command));
        return command;
    }

    /**
     * @param path the names of the commands on the way, below the first
     * @param names of an option, or the place of a parameter
     * @param arity as picocli writes it
     * @param candidates the words that it can be, none where it is free
     */
    private record Line(List<String> path, List<String> names, String arity, List<String> candidates) {

        static Line of(String line) {
            String[] parts = line.split(BETWEEN_PARTS, PARTS);
            return new Line(words(parts[0]), words(parts[1]), parts[2], words(parts[3]));
        }

        private static List<String> words(String part) {
            return part.isEmpty() ? List.of() : List.of(part.split(BETWEEN_WORDS, -1));
        }

        void addTo(CommandSpec first) {
            CommandSpec command = first;
            for (String name : path) {
                CommandLine below = command.subcommands().get(name);
                if (below == null) {
                    below = new CommandLine(CommandSpec.create());
                    command.addSubcommand(name, below);
                }
                command = below.getCommandSpec();
            }
            // None at all where it is free: picocli would complete it with an empty list otherwise.
            List<String> completed = candidates.isEmpty() ? null : candidates;
            if (names.getFirst().startsWith("-")) {
                command.addOption(OptionSpec.builder(names.toArray(String[]::new))
                        .arity(arity)
                        .completionCandidates(completed)
                        .build());
            } else {
                command.addPositional(PositionalParamSpec.builder()
                        .index(names.getFirst())
                        .arity(arity)
                        .completionCandidates(completed)
                        .build());
            }
        }
    }
}
