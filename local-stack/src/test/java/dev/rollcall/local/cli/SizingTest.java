package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {

    private static Sizing of(long users, long eventsPerDay) {
        return new Sizing(new Sizing.Load(users, eventsPerDay, 0, 0, 10, 3));
    }

    @Test
    void aMillionUsersWithHalfAMillionEventsADay() {
        Sizing sizing = of(1_000_000, 500_000);
        assertThat(sizing.peakPerSecond()).isEqualTo(58);
        assertThat(sizing.gateways()).isEqualTo(2);
        assertThat(sizing.workers()).isEqualTo(2);
        assertThat(sizing.connections()).isEqualTo(14);
        assertThat(SizeCommand.bytes(sizing.tableBytes())).isEqualTo("4.4 GB");
        // 14 days, three times.
        assertThat(SizeCommand.bytes(sizing.eventBytes())).isEqualTo("26 GB");
        assertThat(SizeCommand.bytes(sizing.writeAheadBytesPerDay())).isEqualTo("13 GB");
        assertThat(sizing.isWithinPartitions()).isTrue();
    }

    @Test
    void nothingStillHasTwoOfEach() {
        Sizing sizing = of(0, 0);
        assertThat(sizing.gateways()).isEqualTo(2);
        assertThat(sizing.workers()).isEqualTo(2);
        assertThat(sizing.tableBytes()).isZero();
    }

    @Test
    void aLoadThatTwelvePartitionsDoNotCarryIsSaid() {
        assertThat(of(1, 100_000_000).isWithinPartitions()).isTrue();
        assertThat(of(1, 120_000_000).isWithinPartitions()).isFalse();
        assertThat(of(1, 120_000_000).workers()).isEqualTo(6);
    }

    @Test
    void sessionsStayAndMetadataCounts() {
        Sizing plain = of(1_000, 1_000);
        Sizing more = new Sizing(new Sizing.Load(1_000, 1_000, 100, 2_000, 10, 1));
        assertThat(more.tableBytes()).isEqualTo(plain.tableBytes() + 2_000_000);
        assertThat(more.tableBytesAfterAYear()).isEqualTo(more.tableBytes() + 36_500 * 978);
    }

    @ParameterizedTest
    @CsvSource({"999, 999 B", "1000, 1.0 kB", "12345, 12 kB", "3000000000, 3.0 GB", "999999999999999, 1000 TB"})
    void sizesHaveTwoDigits(long bytes, String words) {
        assertThat(SizeCommand.bytes(bytes)).isEqualTo(words);
    }

    @Test
    void whatNobodyHasIsRefused() {
        assertThatThrownBy(() -> of(-1, 0)).hasMessageContaining("--users has to be a number from 0");
        assertThatThrownBy(() -> new Sizing(new Sizing.Load(1, 1, 0, 0, 0, 3))).hasMessageContaining("--peak");
    }

    /** The page has the figure that WriteAheadLogIT measures. */
    @Test
    void theWriteAheadLogOfAnEventIsThePages() throws IOException {
        assertThat(Files.readString(Path.of("../docs/sizing.md")))
                .contains("write-ahead log of one event alone after a checkpoint | %d kB |"
                        .formatted(of(0, 1).writeAheadBytesPerDay() / 1_000));
    }

    /** The page explains what the command says. */
    @Test
    void everyFigureIsOnThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/sizing.md"));
        assertThat(of(1, 1).figures().keySet())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyFigureIsTheLoadTimesWhatWasMeasured() {
        assertThat(new Sizing(new Sizing.Load(10, 100, 0, 500, 10, 3)).figures())
                .containsEntry("peakEventsPerSecond", 1L)
                .containsEntry("memoryMebibytes", 4 * 640L)
                .containsEntry("tableBytes", 10 * 4_900L)
                .containsEntry("writeAheadBytesPerDayAtMost", 100 * 25_500L)
                .containsEntry("eventsTopicBytes", 100 * 1_750L * 14 * 3)
                .containsEntry("changeTopicsBytesAtMost", (10 + 700) * 1_750L * 3);
    }

    @Test
    void twelvePartitionsCarryTwelveThreads() {
        assertThat(new Sizing(new Sizing.Load(0, 86_400, 0, 0, 13_200, 1)).isWithinPartitions())
                .isTrue();
        assertThat(new Sizing(new Sizing.Load(0, 86_400, 0, 0, 13_201, 1)).isWithinPartitions())
                .isFalse();
    }

    @Test
    void aTrillionIsTheMostAndLessThanNothingIsRefused() {
        long most = 1_000_000_000_000L;
        assertThat(new Sizing.Load(most, most, most, most, 1, 1).users()).isEqualTo(most);
        for (long wrong : new long[] {-1, most + 1}) {
            assertThatThrownBy(() -> new Sizing.Load(wrong, 0, 0, 0, 1, 1)).hasMessageStartingWith("--users has");
            assertThatThrownBy(() -> new Sizing.Load(0, wrong, 0, 0, 1, 1)).hasMessageStartingWith("--events-per-day");
            assertThatThrownBy(() -> new Sizing.Load(0, 0, wrong, 0, 1, 1))
                    .hasMessageStartingWith("--sessions-per-day");
            assertThatThrownBy(() -> new Sizing.Load(0, 0, 0, wrong, 1, 1)).hasMessageStartingWith("--metadata-bytes");
        }
        assertThatThrownBy(() -> new Sizing.Load(0, 0, 0, 0, 0, 1)).hasMessageStartingWith("--peak");
        assertThatThrownBy(() -> new Sizing.Load(0, 0, 0, 0, 1, 0)).hasMessageStartingWith("--replicas");
    }
}
