package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.StandInRepository.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How psql is called on a stack's database; whether it is installed here makes no difference. */
class PsqlTest {

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));

    @BeforeEach
    void run() throws IOException {
        repository = StandInRepository.in(directory);
        StandInStack.in(repository.dataDirectory(), ProcessHandle.current());
    }

    @ParameterizedTest
    @CsvSource({"psql,backend", "psql --as tenant,tenant"})
    void getsThePasswordFromItsEnvironmentAndNeverAsAnArgument(String typed, String role) throws Exception {
        StubProgram psql = StubProgram.named("psql", directory);

        Result result = repository.runAlone(psql.shell(), (typed + " -- -c select").split(" "));

        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).as("its own").isEqualTo(StubProgram.EXIT_CODE);
        assertThat(psql.arguments())
                .containsExactly(
                        psql.file().toString(), "postgresql://%s@127.0.0.1:1/d".formatted(role), "-c", "select");
        assertThat(psql.variable("PGPASSWORD")).isEqualTo("hidden");
        assertThat(psql.variable("PGAPPNAME")).isEqualTo("rollcall psql");
        assertThat(psql.variablesOfOurs()).isEmpty();
    }

    @Test
    void saysWhatToDoWhereItIsNotInstalled() throws Exception {
        Result result = repository.runAlone(
                StubProgram.bareShell(directory),
                "psql",
                "--data-dir",
                repository.dataDirectory().toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors())
                .hasLineCount(1)
                .contains(
                        "psql is not installed (apt install postgresql-client, brew install libpq)",
                        "without it: ./rollcall query --data-dir " + repository.dataDirectory() + " \"select ...\"")
                .doesNotContain("hidden");
    }
}
