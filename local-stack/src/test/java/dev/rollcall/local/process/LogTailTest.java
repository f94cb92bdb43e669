package dev.rollcall.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    @Test
    void hasTheLastLinesThatAreNotBlank() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "one\n\ntwo\n  \nthree\n");
        assertThat(LogTail.lines(log, 2)).containsExactly("two", "three");
        assertThat(LogTail.lines(log, 9)).containsExactly("one", "two", "three");
        assertThat(LogTail.lines(directory.resolve("none"), 9)).isEmpty();
        assertThat(LogTail.end(log)).isEqualTo(Files.size(log));
        assertThat(LogTail.end(directory.resolve("none"))).isZero();
    }

    @Test
    void leavesOutWhatAnEarlierRunWroteUnlessTheFileWasBegunAnew() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "earlier\n");
        long begin = LogTail.end(log);
        assertThat(LogTail.lines(log, begin, 9)).isEmpty();
        Files.writeString(log, "now\n", StandardOpenOption.APPEND);
        assertThat(LogTail.lines(log, begin, 9)).containsExactly("now");
        Files.writeString(log, "anew\n");
        assertThat(LogTail.lines(log, begin, 9)).containsExactly("anew");
    }

    @Test
    void readsNoMoreThanSixteenKilobytesOfIt() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "x".repeat(20_000) + "\nlast\n");
        assertThat(LogTail.lines(log, 0, 9)).containsExactly("x".repeat(16 * 1024 - 6), "last");
    }

    @Test
    void explainsWithTheOneLineThatSaysWhyAndElseWithTheEnd() throws IOException {
        Path log = Files.writeString(
                directory.resolve("a.log"), "rollcall worker: first\nrollcall worker: second\nmore\n");
        assertThat(LogTail.explanation(log, 0, 9)).isEqualTo("second (log: %s)".formatted(log));
        Files.writeString(log, "one\ntwo\nthree\n");
        assertThat(LogTail.explanation(log, 0, 2)).isEqualTo("The end of %s:%n    two%n    three".formatted(log));
        assertThat(LogTail.explanation(directory.resolve("none"), 0, 2)).startsWith("It wrote nothing to ");
    }

    @Test
    void aLogWithNothingNewHasNothing() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "one\n");
        FollowedLog followed = new FollowedLog(log, 4);
        assertThat(followed.added()).isEmpty();
        assertThat(new FollowedLog(directory.resolve("none")).added()).isEmpty();
        assertThat(new FollowedLog(directory.resolve("none")).end(3)).isEmpty();
    }

    @Test
    void followsALogOfMoreThanAMegabyteFromAWholeLine() throws IOException {
        String line = "0123456789abcde\n";
        Path log = Files.writeString(directory.resolve("a.log"), "long " + line.repeat(70_000) + "half");
        FollowedLog followed = new FollowedLog(log);
        assertThat(followed.end(3)).containsExactly("0123456789abcde", "0123456789abcde", "0123456789abcde");
        Files.writeString(log, " a line\n", StandardOpenOption.APPEND);
        assertThat(followed.added()).containsExactly("half a line");
        assertThat(new FollowedLog(log).end(1_000_000))
                .hasSizeBetween(65_000, 66_000)
                .doesNotContain("long " + line);
    }

    @Test
    void cutsALineThatIsLongerThanAMegabyte() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "x".repeat(1024 * 1024 + 5));
        FollowedLog followed = new FollowedLog(log);
        assertThat(followed.added()).containsExactly("x".repeat(1024 * 1024));
        assertThat(followed.added()).isEmpty();
    }
}
