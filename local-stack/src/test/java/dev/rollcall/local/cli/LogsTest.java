package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.StandInRepository.Result;
import dev.rollcall.local.process.FollowedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));
    private Path logs = Path.of("");

    @BeforeEach
    void build() throws IOException {
        repository = StandInRepository.in(directory);
        logs = Files.createDirectories(repository.dataDirectory().resolve("logs"));
    }

    @Test
    void showsTheEndOfGatewayAndWorkerByName() throws IOException {
        Files.writeString(logs.resolve("worker.log"), "one\ntwo\nthree\n");
        Files.writeString(logs.resolve("gateway.log"), "four\n");

        assertThat(repository.run("logs", "-n", "2").output())
                .isEqualTo("worker  | two\nworker  | three\ngateway | four\n");
    }

    @Test
    void showsOnePartWithoutItsName() throws IOException {
        Files.writeString(logs.resolve("migrate.log"), "The database is up to date.\n\u001b[31mred\n");

        assertThat(repository.run("logs", "migrate").output())
                .isEqualTo("The database is up to date.\n\\u001b[31mred\n");
    }

    @Test
    void saysWhichPartsThereAreAndWhatIsNotThere() {
        Result unknown = repository.run("logs", "wroker");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors()).hasLineCount(1).contains("there is no part wroker", "gateway, worker, postgres");

        assertThat(repository.run("logs").errors()).contains("nothing has been written", "./rollcall up");
        assertThat(repository.run("logs", "kafka").errors()).contains("kafka has written nothing");
    }

    @Test
    void followsWholeLinesThroughAFileThatIsBegunAnew() throws IOException {
        Path file = Files.writeString(logs.resolve("worker.log"), "one\ntwo");
        FollowedLog log = new FollowedLog(file);

        assertThat(log.end(5)).containsExactly("one");
        Files.writeString(file, " and a half\nthree\n", StandardOpenOption.APPEND);
        assertThat(log.added()).containsExactly("two and a half", "three");
        assertThat(log.added()).isEmpty();
        Files.writeString(file, "anew\n");
        assertThat(log.added()).containsExactly("anew");
    }
}
