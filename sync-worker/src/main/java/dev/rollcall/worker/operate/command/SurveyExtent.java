package dev.rollcall.worker.operate.command;

import dev.rollcall.worker.survey.run.SurveyTable;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a whole survey can be told, whether it copies or compares. */
final class SurveyExtent {

    @Option(
            names = "--tables",
            paramLabel = "NAMES",
            description = "Only these, with commas between; else the usual ones and all that have rows.")
    private @Nullable String tables;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests a second; 0 for no limit of ours; else a fifth of what Clerk allows.")
    private @Nullable Double rate;

    @Option(names = "--restart", description = "Begin anew, where one was interrupted.")
    private boolean restart;

    /**
     * Labels; none for the usual tables.
     *
     * @throws IllegalArgumentException for a table that Clerk does not list
     */
    Set<String> tables() {
        String given = tables;
        Set<String> named = new TreeSet<>();
        for (String label : given == null ? new String[0] : given.split(",", -1)) {
            String name = label.strip();
            if (SurveyTable.labelled(name).isEmpty()) {
                throw new IllegalArgumentException("--tables: \"" + name
                        + "\" is no table that Clerk lists; write some of " + SurveyTable.labels());
            }
            named.add(name);
        }
        return named;
    }

    /** See {@link ClerkSettings#client}. */
    @Nullable Double rate() {
        return rate;
    }

    boolean restart() {
        return restart;
    }
}
