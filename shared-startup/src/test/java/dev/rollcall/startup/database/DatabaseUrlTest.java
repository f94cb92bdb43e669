package dev.rollcall.startup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    private static final DatabaseUrl APP =
            new DatabaseUrl("db.example", 6544, "app", "admin", "p@ss/w+rd", Map.of("sslmode", "require"), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech/app?sslmode=require",
                "postgresql://postgres.ref:p@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
                "postgresql://u:p@db.example.com:6432/app",
                "postgresql://u:p@db.example.com:5432/app?pgbouncer=true",
                "jdbc:postgresql://db.example.com:5432/app?prepareThreshold=0",
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
                "postgresql://u:p@db.example.com/app?pgbouncer=false",
                "postgresql://u:p@my-pooler.example.com/app"
            })
    void knowsADirectAddress(String url) {
        assertThat(DatabaseUrl.parse("URL", url).pooler()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://admin:p%40ss%2Fw+rd@db.example:6544/app?sslmode=require",
                "postgres://admin:p%40ss%2Fw%2Brd@db.example:6544/app?sslmode=require",
                "jdbc:postgresql://db.example:6544/app?user=admin&password=p%40ss%2Fw%2Brd&sslmode=require"
            })
    void readsEveryUsualForm(String url) {
        assertThat(DatabaseUrl.parse("URL", url)).isEqualTo(APP);
        assertThat(DatabaseUrl.parse(url)).isEqualTo(APP);
    }

    @Test
    void writesWhatItReads() {
        assertThat(DatabaseUrl.parse(APP.url())).isEqualTo(APP);
        assertThat(DatabaseUrl.parse(APP.jdbcUrlWithLogin())).isEqualTo(APP);
        String pooled = "postgresql://u:p@h:5432/app?schema=public&pgbouncer=true&channel_binding=require";
        assertThat(DatabaseUrl.parse(pooled).url()).isEqualTo(pooled);
    }

    @Test
    void takesTheCredentialsOutAndKeepsWhatTheDriverKnows() {
        DatabaseUrl url = DatabaseUrl.parse(
                "URL", "postgres://us%40er:p%2Fw+d@h:1/app?schema=public&sslmode=require&channel_binding=require");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:1/app?sslmode=require&channelBinding=require");
        assertThat(url.user()).isEqualTo("us@er");
        assertThat(url.password()).isEqualTo("p/w+d");
        assertThat(DatabaseUrl.parse("URL", "jdbc:postgresql://h/app?user=u&password=secret")
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://h:5432/app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@h1:5432,h2:6544/app?targetServerType=primary",
                "postgresql://u:p@h1,h2:6544/app",
                "postgresql://u:p@h1,h2:6544/app?target_session_attrs=read-write",
                "jdbc:postgresql://h1,h2:6544/app?user=u&password=p"
            })
    void severalServersAreTriedForTheOneThatTakesWrites(String text) {
        DatabaseUrl url = DatabaseUrl.parse("URL", text);
        assertThat(url.others()).containsExactly("h2:6544");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h1:5432,h2:6544/app?targetServerType=primary");
        assertThat(url.as("other", null).jdbcUrl()).isEqualTo(url.jdbcUrl());
        assertThat(url).hasToString("u@h1:5432,h2:6544/app");
        assertThat(url.user()).isEqualTo("u");
        assertThat(url.password()).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@h1:5432,h2:x/app",
                "postgresql://u:p@h1,h 2/app",
                "postgresql://u:p@h1,u:secret@h2/app"
            })
    void aListWithSomethingElseInItIsRefused(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse("URL", text))
                .hasMessageContaining("is not a PostgreSQL URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aUserAndAPasswordMayBeGivenElsewhere() {
        DatabaseUrl url = DatabaseUrl.parse("URL", "postgresql://h/app");
        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.url()).isEqualTo("postgresql://h:5432/app");
        assertThat(url.jdbcUrlWithLogin()).isEqualTo("jdbc:postgresql://h:5432/app");
        assertThat(DatabaseUrl.parse("URL", "postgresql://u:@h/app").password()).isNull();
    }

    @Test
    void keepsHostParametersAndPoolerForAnotherRole() {
        assertThat(APP.as("reader", "other").url())
                .isEqualTo("postgresql://reader:other@db.example:6544/app?sslmode=require");
        assertThat(APP.behindPooler(true).as("reader", "other").pooler()).isTrue();
    }

    /** One name of a host for many projects: the login says which. */
    @Test
    void aRoleLogsInAtSupabasesPoolerWithTheProjectOfTheAdministrator() {
        for (String user : List.of("postgres", "app_admin")) {
            DatabaseUrl pooled = DatabaseUrl.parse("postgresql://" + user
                    + ".abcdefghijklmnopqrst:p@aws-0-eu-central-1.pooler.supabase.com:5432/postgres?sslmode=require");
            assertThat(pooled.asRole("rollcall_sync", "s").url())
                    .isEqualTo("postgresql://rollcall_sync.abcdefghijklmnopqrst:s@"
                            + "aws-0-eu-central-1.pooler.supabase.com:5432/postgres?sslmode=require");
            assertThat(pooled.pooler()).as("a session is the client's alone").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://postgres:p@db.abcdefghijklmnopqrst.supabase.co:5432/postgres",
                "postgresql://first.last:p@db.example.com:5432/app",
                "postgresql://first.last:p@pooler.supabase.com.example:5432/app",
                "postgresql://postgres:p@aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
                "postgresql://aws-0-eu-central-1.pooler.supabase.com:5432/postgres"
            })
    void elsewhereARoleLogsInByItsName(String url) {
        assertThat(DatabaseUrl.parse("URL", url).asRole("rollcall_sync", "s").user())
                .isEqualTo("rollcall_sync");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:secret@h/app",
                "postgresql://h",
                "postgresql://u:secret@h/",
                "postgresql://u:sec#ret@h/d",
                "postgresql://u:sec ret@h/app",
                "secret"
            })
    void refusesWithoutRepeatingASecret(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse("ROLLCALL_DATABASE_URL", url))
                .hasMessageStartingWith("ROLLCALL_DATABASE_URL is not ")
                .hasMessageContaining("write postgresql://user:password@host:5432/database")
                .hasNoCause()
                .message()
                .doesNotContain("sec", "ret");
    }

    @Test
    void aToolNeedsAUser() {
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://h:5432/d?password=secret"))
                .hasMessage("the database URL names no user: write postgresql://user:password@host:5432/database");
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(APP).hasToString("admin@db.example:6544/app");
    }

    @Test
    void takesThePasswordFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "p/w+d\n");
        DatabaseUrl url = DatabaseUrl.parse("URL", "postgresql://user@h/app");
        assertThat(url.withPasswordFrom("PASSWORD_FILE", file.toString()))
                .isEqualTo(DatabaseUrl.parse("URL", "postgresql://user:p%2Fw+d@h/app"));
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
        assertThatThrownBy(() -> DatabaseUrl.parse("URL", "jdbc:postgresql://h/app?user=user&password=secret")
                        .withPasswordFrom("PASSWORD_FILE", file))
                .hasMessageEndingWith("not both")
                .hasMessageNotContaining("secret");
    }
}
