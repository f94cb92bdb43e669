package dev.rollcall.worker.prepare.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech/app?sslmode=require",
                "postgresql://postgres.ref:p@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
                "postgresql://u:p@db.example.com:6432/app",
                "postgresql://u:p@db.example.com:5432/app?pgbouncer=true",
                "jdbc:postgresql://db.example.com:6432/app"
            })
    void knowsAPooler(String url) {
        assertThat(DatabaseUrl.parse("URL", url).pooler()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@ep-cool-name-123456.eu-central-1.aws.neon.tech/app?sslmode=require",
                "postgresql://postgres:p@db.ref.supabase.co:5432/postgres",
                "postgresql://u:p@my-pooler.example.com/app"
            })
    void knowsADirectAddress(String url) {
        assertThat(DatabaseUrl.parse("URL", url).pooler()).isFalse();
    }

    @Test
    void takesTheCredentialsOutAndKeepsWhatTheDriverKnows() {
        DatabaseUrl url = DatabaseUrl.parse(
                "URL", "postgres://us%40er:p%2Fw+d@h:1/app?schema=public&sslmode=require&channel_binding=require");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:1/app?sslmode=require&channelBinding=require");
        assertThat(url.user()).isEqualTo("us@er");
        assertThat(url.password()).isEqualTo("p/w+d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mysql://u:secret@h/app", "postgresql://h", "postgresql://u:sec ret@h/app", "secret"})
    void refusesWithoutRepeatingASecret(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse("ROLLCALL_DATABASE_URL", url))
                .hasMessageStartingWith("ROLLCALL_DATABASE_URL is not ")
                .hasMessageContaining("write postgresql://user:password@host:5432/database")
                .hasMessageNotContaining("sec");
    }

    @Test
    void takesThePasswordFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "p/w+d\n");
        DatabaseUrl url = DatabaseUrl.parse("URL", "postgresql://user@h/app");
        assertThat(url.withPasswordFrom("PASSWORD_FILE", file.toString()).password())
                .isEqualTo("p/w+d");
        assertThat(url.withPasswordFrom("PASSWORD_FILE", "")).isEqualTo(url);
        assertThat(url.withPasswordFrom("PASSWORD_FILE", null)).isEqualTo(url);
    }

    @Test
    void refusesAFileThatHoldsNoPasswordOrASecondOne(@TempDir Path directory) throws IOException {
        DatabaseUrl url = DatabaseUrl.parse("URL", "postgresql://user@h/app");
        String empty = Files.writeString(directory.resolve("empty"), "\n").toString();
        String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> url.withPasswordFrom("PASSWORD_FILE", empty))
                .hasMessageStartingWith("PASSWORD_FILE names an empty file");
        assertThatThrownBy(() -> url.withPasswordFrom("PASSWORD_FILE", missing))
                .hasMessageStartingWith("PASSWORD_FILE names a file that cannot be read");
        String file = Files.writeString(directory.resolve("password"), "p").toString();
        assertThatThrownBy(() -> DatabaseUrl.parse("URL", "postgresql://user:secret@h/app")
                        .withPasswordFrom("PASSWORD_FILE", file))
                .hasMessageEndingWith("not both")
                .hasMessageNotContaining("secret");
    }
}
