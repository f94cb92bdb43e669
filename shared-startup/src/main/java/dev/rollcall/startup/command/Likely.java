package dev.rollcall.startup.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What somebody may have meant who mistyped a command or an option. Only what is a slip of a finger away, and never what
 * takes something away: a suggestion is copied without a thought.
 */
public final class Likely {

    private static final int FARTHEST = 2;
    private static final int LETTERS_TO_A_SLIP = 3;
    private static final int MOST = 3;

    /** Commands that end, empty or rewrite something, and the options that let them. */
    private static final Set<String> TAKES_AWAY = Set.of(
            "down",
            "erase",
            "bind",
            "replay",
            "reprocess",
            "dead-letters",
            "discard",
            "--yes",
            "--repair",
            "--end-extra",
            "--mass",
            "--reset-passwords",
            "--take-roles");

    private Likely() {}

    /** Such as {@code ; did you mean --json?}, to be put behind the message; '' when nothing is near. */
    public static String suggestion(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched ? question(meant(unmatched)) : "";
    }

    /** The same of any other name. */
    public static String suggestion(String typed, Stream<String> known) {
        return question(near(typed, known));
    }

    private static String question(List<String> meant) {
        return meant.isEmpty() ? "" : meant.stream().collect(Collectors.joining(" or ", "; did you mean ", "?"));
    }

    private static List<String> meant(UnmatchedArgumentException unmatched) {
        if (unmatched.getUnmatched().isEmpty()) {
            return List.of();
        }
        String typed = unmatched.getUnmatched().getFirst().split("=", 2)[0];
        CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        Stream<String> known = typed.startsWith("-")
                ? command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName)
                : command.subcommands().keySet().stream();
        return near(typed, known.filter(name -> !TAKES_AWAY.contains(name)));
    }

    private static List<String> near(String typed, Stream<String> known) {
        return known.filter(name -> distance(typed, name) <= Math.min(FARTHEST, typed.length() / LETTERS_TO_A_SLIP))
                .limit(MOST)
                .toList();
    }

    /** How many letters have to be added, left out, changed or swapped with their neighbour. */
    private static int distance(String one, String other) {
        int[][] to = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    to[i][j] = i + j;
                    continue;
                }
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                to[i][j] = Math.min(Math.min(to[i - 1][j], to[i][j - 1]) + 1, to[i - 1][j - 1] + changed);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    to[i][j] = Math.min(to[i][j], to[i - 2][j - 2] + 1);
                }
            }
        }
        return to[one.length()][other.length()];
    }
}
