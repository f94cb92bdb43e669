package dev.rollcall.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    @Test
    void generatesOnceAndKeepsItForTheOwnerOnly() throws IOException {
        Path file = directory.resolve("secret");
        String generated = Secrets.generatedOnce(file);

        assertThat(generated).matches("[0-9a-f]{48}");
        assertThat(Secrets.generatedOnce(file)).isEqualTo(generated);
        assertThat(Secrets.generatedOnce(directory.resolve("other"))).isNotEqualTo(generated);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "old and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        Secrets.write(file, "new");

        assertThat(file).hasContent("new\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
