package dev.rollcall.worker.prepare.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.startup.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The driver really has the settings that the pool was given. */
class ConnectionPoolIT {

    private static HikariDataSource open(String parameters) {
        return ConnectionPool.open(
                DatabaseUrl.parse("TEST", SharedServers.postgres().jdbcUrl("postgres") + parameters), 1);
    }

    @Test
    void aSilentServerIsGivenUp() throws SQLException {
        try (HikariDataSource pool = open("");
                Connection connection = pool.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(15_000);
        }
    }

    @Test
    void anErrorDoesNotRepeatTheRow() throws SQLException {
        try (HikariDataSource pool = open("");
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table people (email text unique)");
            statement.execute("insert into people values ('zoe@x.y')");
            assertThatThrownBy(() -> statement.execute("insert into people values ('zoe@x.y')"))
                    .hasMessageContaining("duplicate key")
                    .hasMessageNotContaining("zoe@x.y");
        }
    }

    @Test
    void behindAPoolerNothingIsPreparedForASession() throws SQLException {
        try (HikariDataSource pool = open("&pgbouncer=true");
                Connection connection = pool.getConnection()) {
            assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold())
                    .isZero();
        }
        try (HikariDataSource pool = open("");
                Connection connection = pool.getConnection()) {
            assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold())
                    .isPositive();
        }
    }
}
