package dev.rollcall.startup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CommandOutlineTest {

    private enum Tool {
        HAMMER,
        SAW
    }

    @Command(name = "shed")
    private static final class Shed {
        @Option(
                names = {"-q", "--quiet"},
                description = "With a tab\tand a line\nbreak.")
        boolean quiet;

        @Command
        void take(
                @Parameters Tool tool,
                @Parameters(arity = "0..*") List<String> nails,
                @Option(names = "--for") Tool work,
                @Option(names = "--days", arity = "0..1") int days,
                @Option(names = "--master-key", hidden = true) boolean key) {
            // Only what it takes is looked at.
        }
    }

    @Test
    void tellsWhatEachCommandTakesAndNothingHidden() {
        String outline = CommandOutline.of(new CommandLine(new Shed()).getCommandSpec());

        assertThat(outline.lines())
                .containsExactlyInAnyOrder(
                        "\t-q --quiet\t0\t",
                        "take\t--for\t1\tHAMMER SAW",
                        "take\t--days\t0..1\t",
                        "take\t0\t1\tHAMMER SAW");
    }

    @Test
    void whatIsReadTakesTheSame() {
        String outline = CommandOutline.of(new CommandLine(new Shed()).getCommandSpec());

        CommandSpec read = CommandOutline.read(outline);

        assertThat(CommandOutline.of(read)).isEqualTo(outline);
        CommandSpec take = read.subcommands().get("take").getCommandSpec();
        assertThat(read.findOption("-q").arity().max()).isZero();
        assertThat(take.findOption("--for").completionCandidates()).containsExactly("HAMMER", "SAW");
        assertThat(take.findOption("--days").completionCandidates()).isNull();
    }

    @Test
    void nothingTakesNothing() {
        assertThat(CommandOutline.of(CommandOutline.read(""))).isEmpty();
    }
}
