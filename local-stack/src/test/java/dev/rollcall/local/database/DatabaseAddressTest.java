package dev.rollcall.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    private static final DatabaseAddress ADDRESS =
            new DatabaseAddress("db.example", 6543, "app", "admin", "p@ss/w+rd", Map.of("sslmode", "require"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://admin:p%40ss%2Fw+rd@db.example:6543/app?sslmode=require",
                "postgres://admin:p%40ss%2Fw%2Brd@db.example:6543/app?sslmode=require",
                "jdbc:postgresql://db.example:6543/app?user=admin&password=p%40ss%2Fw%2Brd&sslmode=require"
            })
    void readsEveryUsualForm(String url) {
        assertThat(DatabaseAddress.parse(url)).isEqualTo(ADDRESS);
    }

    @Test
    void writesWhatItReads() {
        assertThat(DatabaseAddress.parse(ADDRESS.url())).isEqualTo(ADDRESS);
        assertThat(DatabaseAddress.parse(ADDRESS.jdbcUrl())).isEqualTo(ADDRESS);
    }

    @Test
    void takesTheUsualPortWhenThereIsNone() {
        assertThat(DatabaseAddress.parse("postgresql://u@h/d").port()).isEqualTo(5432);
    }

    @Test
    void keepsHostAndParametersForAnotherRole() {
        assertThat(ADDRESS.as("reader", "other").url())
                .isEqualTo("postgresql://reader:other@db.example:6543/app?sslmode=require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:secret@h/d",
                "postgresql://h:5432/d?password=secret",
                "postgresql://u:secret@h",
                "postgresql://u:sec#ret@h/d",
                "postgresql://u:sec ret@h/d",
                "secret"
            })
    void refusesAnythingElseWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:5432/database")
                .hasNoCause()
                .message()
                .doesNotContain("sec", "ret");
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(ADDRESS).hasToString("admin@db.example:6543/app");
    }
}
