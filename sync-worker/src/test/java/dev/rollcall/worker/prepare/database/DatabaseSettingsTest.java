package dev.rollcall.worker.prepare.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.database.DatabaseUrl;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What a user of Spring Boot writes counts, the variables are mapped onto it, and what the promises rest on is refused. */
class DatabaseSettingsTest {

    private static final String HIKARI = "spring.datasource.hikari.";

    private static Environment environment(String... namesAndValues) {
        Map<String, Object> variables = new HashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            variables.put(namesAndValues[index], namesAndValues[index + 1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().stream()
                .map(source -> source.getName())
                .toList()
                .forEach(name -> environment.getPropertySources().remove(name));
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "application", Map.of("spring.datasource.url", "${ROLLCALL_DATABASE_URL:}")));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    private static DatabaseUrl url(Environment environment) {
        return DatabaseSettings.of(environment).url(environment);
    }

    private static HikariDataSource pool(String... namesAndValues) {
        DatabaseUrl url = DatabaseUrl.parse("URL", "postgresql://u@h/app");
        return ConnectionPool.open(url, environment(namesAndValues), 2);
    }

    @Test
    void theVariableIsTheUrlOfSpring() {
        DatabaseUrl url = url(environment("ROLLCALL_DATABASE_URL", "postgres://rollcall_sync:p@h/app"));
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/app");
        assertThat(url.user()).isEqualTo("rollcall_sync");
        assertThat(url.password()).isEqualTo("p");
    }

    @Test
    void takesWhatAUserOfSpringWrites() {
        DatabaseUrl url = url(environment(
                "SPRING_DATASOURCE_URL", "jdbc:postgresql://h:6000/app?sslmode=verify-full",
                "SPRING_DATASOURCE_USERNAME", "rollcall_sync",
                "SPRING_DATASOURCE_PASSWORD", "p"));
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:6000/app?sslmode=verify-full");
        assertThat(url.user()).isEqualTo("rollcall_sync");
        assertThat(url.password()).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void theSettingSaysWhetherThereIsAPooler(String pooler) {
        Environment environment =
                environment("ROLLCALL_DATABASE_URL", "postgres://u:p@h/app", "ROLLCALL_DATABASE_POOLER", pooler);
        assertThat(url(environment).pooler()).isEqualTo(Boolean.parseBoolean(pooler));
    }

    @Test
    void refusesWhatIsSaidTwice() {
        assertThatThrownBy(() -> url(environment(
                        "ROLLCALL_DATABASE_URL", "postgres://u:secret@h/app",
                        "SPRING_DATASOURCE_URL", "jdbc:postgresql://other/app")))
                .hasMessageStartingWith("ROLLCALL_DATABASE_URL and spring.datasource.url name two databases")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> url(environment(
                        "ROLLCALL_DATABASE_URL", "postgres://u:secret@h/app",
                        "SPRING_DATASOURCE_USERNAME", "other")))
                .hasMessageStartingWith(
                        "spring.datasource.username is another user than that of ROLLCALL_DATABASE_URL");
        assertThatThrownBy(() -> url(environment(
                        "ROLLCALL_DATABASE_URL", "postgres://u:secret@h/app",
                        "SPRING_DATASOURCE_PASSWORD", "secret")))
                .hasMessageStartingWith("spring.datasource.password is set")
                .hasMessageNotContaining("secret");
    }

    @Test
    void namesWhatTheUserWrote() {
        assertThatThrownBy(() -> url(environment())).hasMessageStartingWith("ROLLCALL_DATABASE_URL is not set");
        assertThatThrownBy(() -> url(environment("ROLLCALL_DATABASE_URL", "mysql://u:secret@h/app")))
                .hasMessageStartingWith("ROLLCALL_DATABASE_URL is not a PostgreSQL URL");
        assertThatThrownBy(() -> url(environment("SPRING_DATASOURCE_URL", "jdbc:mysql://h/app")))
                .hasMessageStartingWith("spring.datasource.url is not a PostgreSQL URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketTimeout=0",
                "ApplicationName=x",
                "readOnly=true",
                "prepareThreshold=5",
                "options=-c%20statement_timeout=0"
            })
    void refusesAParameterThatThePromisesRestOn(String parameter) {
        assertThatThrownBy(() -> url(
                        environment("ROLLCALL_DATABASE_URL", "postgres://u:secret@h/app?sslmode=require&" + parameter)))
                .hasMessageStartingWith("ROLLCALL_DATABASE_URL sets ")
                .hasMessageContaining(": leave ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theDriversWordForAPoolerIsUnderstood() {
        assertThat(url(environment("ROLLCALL_DATABASE_URL", "postgres://u:p@h/app?prepareThreshold=0"))
                        .pooler())
                .isTrue();
    }

    @Test
    void whatIsNotPromisedCanBeSet() {
        try (HikariDataSource pool = pool(
                "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", "20",
                "SPRING_DATASOURCE_HIKARI_KEEPALIVETIME", "40000",
                "SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SSLMODE", "verify-full")) {
            assertThat(pool.getMaximumPoolSize()).isEqualTo(20);
            assertThat(pool.getKeepaliveTime()).isEqualTo(40_000);
            assertThat(pool.getDataSourceProperties())
                    .containsEntry("sslmode", "verify-full")
                    .containsEntry("socketTimeout", "15");
        }
        try (HikariDataSource pool = pool()) {
            assertThat(pool.getMaximumPoolSize()).isEqualTo(5);
            assertThat(pool.getMinimumIdle()).isEqualTo(1);
            assertThat(pool.getPoolName()).isEqualTo("rollcall");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auto-commit,false",
        "read-only,true",
        "connection-timeout,60000",
        "pool-name,mine",
        "connection-init-sql,select 1",
        "jdbc-url,jdbc:postgresql://h/app"
    })
    void refusesWhatThePromisesRestOn(String name, String value) {
        String variable = (HIKARI + name).replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        assertThatThrownBy(() -> pool(variable, value))
                .hasMessageStartingWith(HIKARI + name + " ")
                .hasMessageFindingMatch(": (leave it out|write spring.datasource.url)$");
    }

    @Test
    void refusesADriversPropertyThatThePromisesRestOn() {
        assertThatThrownBy(() -> pool("SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SOCKETTIMEOUT", "0"))
                .hasMessage(HIKARI + "data-source-properties sets sockettimeout, which Rollcall's promises rest on:"
                        + " leave it out");
    }

    @Test
    void refusesAPoolThatIsTooSmallForItsThreads() {
        assertThatThrownBy(() -> pool("SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", "2"))
                .hasMessage(
                        HIKARI + "maximum-pool-size is 2: write at least 5, one for each thread and 3 more, or leave it"
                                + " out");
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> pool("SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", "many"))
                .hasMessageStartingWith(HIKARI + "maximum-pool-size holds a value that the pool refuses");
    }
}
