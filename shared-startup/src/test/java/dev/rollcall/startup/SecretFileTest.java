package dev.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    private Path directory;

    @Test
    void aPasswordIsWhatTheFileHoldsWithoutLineBreaksAtTheEnd() throws IOException {
        assertThat(SecretFile.password("FILE", file(" p/w+ä\n\r\n"))).isEqualTo(" p/w+ä");
        assertThat(SecretFile.password("FILE", null)).isNull();
        assertThat(SecretFile.password("FILE", " ")).isNull();
    }

    @Test
    void aPasswordThatCannotBeReadIsRefusedWithTheSettingAndWithoutTheFile() throws IOException {
        String missing = directory.resolve("canary").toString();
        assertThatThrownBy(() -> SecretFile.password("FILE", missing))
                .hasMessage(
                        "FILE names a file that cannot be read (NoSuchFileException): write the path of one that holds"
                                + " the password");
        assertThatThrownBy(() -> SecretFile.password("FILE", "\0"))
                .hasMessageStartingWith("FILE names a file that cannot be read (InvalidPathException)");
        String empty = file("\n");
        assertThatThrownBy(() -> SecretFile.password("FILE", empty)).hasMessageStartingWith("FILE names an empty file");
    }

    @Test
    void severalSecretsStandBetweenCommasOrLineBreaks() throws IOException {
        assertThat(SecretFile.at(file("one, two\r\n\n three,\n")).entries()).containsExactly("one", "two", "three");
        assertThat(SecretFile.at(file("")).entries()).isEmpty();
    }

    @Test
    void whatIsNoTextOrTooLargeIsNoFileOfSecrets() throws IOException {
        Path bytes = Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> new SecretFile(bytes).entries()).isInstanceOf(IOException.class);
        assertThat(SecretFile.at(file("x".repeat(64 * 1024))).entries()).hasSize(1);
        String large = file("x".repeat(64 * 1024 + 1));
        assertThatThrownBy(() -> SecretFile.at(large).entries()).isInstanceOf(IOException.class);
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        SecretFile secrets = SecretFile.at(file("one"));
        assertThat(secrets.entries()).containsExactly("one");
        file("two");
        assertThat(secrets.entries()).containsExactly("two");
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("secrets"), content).toString();
    }
}
