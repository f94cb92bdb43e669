package dev.rollcall.worker.prepare.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.CannotCreateTransactionException;

class SqlStateTest {

    @Test
    void isFoundWhereverItStands() {
        SQLException refused = new SQLException("refused", "55P03");
        assertThat(SqlState.of(refused)).isEqualTo("55P03");
        assertThat(SqlState.of(new CannotAcquireLockException("wrapped", refused)))
                .isEqualTo("55P03");
        assertThat(SqlState.of(new CannotCreateTransactionException("wrapped", new SQLException("outer", refused))))
                .isEqualTo("55P03");
    }

    @Test
    void isNoneWhereTheDatabaseSaidNothing() {
        assertThat(SqlState.of(new SQLException("the pool has no connection"))).isEqualTo("none");
        assertThat(SqlState.of(new IllegalStateException())).isEqualTo("none");
    }
}
