package dev.rollcall.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The command line.
 *
 * @param benchmarks in the order of running
 * @param seconds length of one measured run; empty for the benchmark's own
 * @param users of the survey's instance, or of the large copy; empty for the benchmark's own
 * @param members of an organization that is deleted; empty for the benchmark's own
 */
record Options(List<String> benchmarks, OptionalInt seconds, OptionalInt users, OptionalInt members) {

    static final List<String> ALL = List.of(
            "end-to-end",
            "gateway",
            "worker",
            "debezium",
            "row-security",
            "history",
            "freshness-proof",
            "freshness",
            "first-minute",
            "start",
            "survey",
            "scale",
            "cascade",
            "memory");
    static final String USAGE =
            "benchmarks/run [" + String.join("|", ALL) + "|all] [--seconds N] [--users N] [--members N]";

    /** @throws IllegalArgumentException with a line for the user */
    static Options parse(String... arguments) {
        List<String> benchmarks = new ArrayList<>();
        OptionalInt seconds = OptionalInt.empty();
        OptionalInt users = OptionalInt.empty();
        OptionalInt members = OptionalInt.empty();
        for (int index = 0; index < arguments.length; index++) {
            String argument = arguments[index];
            if (argument.equals("all")) {
                benchmarks.addAll(ALL);
            } else if (ALL.contains(argument)) {
                benchmarks.add(argument);
            } else if (argument.equals("--seconds") && index + 1 < arguments.length) {
                seconds = OptionalInt.of(number(argument, arguments[++index]));
            } else if (argument.equals("--users") && index + 1 < arguments.length) {
                users = OptionalInt.of(number(argument, arguments[++index]));
            } else if (argument.equals("--members") && index + 1 < arguments.length) {
                members = OptionalInt.of(number(argument, arguments[++index]));
            } else {
                throw new IllegalArgumentException("'" + argument + "' is not understood. Usage: " + USAGE);
            }
        }
        return new Options(benchmarks.isEmpty() ? ALL : List.copyOf(benchmarks), seconds, users, members);
    }

    private static int number(String option, String text) {
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException(option + " takes a number from 1 to 9999999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
