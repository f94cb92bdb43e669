package dev.rollcall.worker.operate.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

class OpsDoorTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String SQL = "select canary from clerk.users";

    /** Whichever way the absence of a server shows: alone, in a statement of Spring's, or where a transaction begins. */
    static Stream<Exception> absences() {
        SQLException away = new SQLTransientConnectionException("canary");
        return Stream.of(
                away,
                new CannotGetJdbcConnectionException("canary", away),
                new BadSqlGrammarException("canary", SQL, new SQLException("canary", "42501")),
                new CannotCreateTransactionException("canary", away),
                new TimeoutException("canary"));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void anAbsentServerIsAnsweredAsSuchAndWithoutItsWords(Exception absence) {
        OpsDoor door = new OpsDoor(OpsTokens.of(TOKEN, null), null);
        ResponseEntity<String> answer = door.answer(withToken(), actor -> {
            if (absence instanceof SQLException away) {
                throw away;
            }
            throw (RuntimeException) absence;
        });
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getBody())
                .contains("PostgreSQL or Kafka cannot do it now")
                .doesNotContain("canary");
    }

    private static HttpServletRequest withToken() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OpsDoorTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (request, method, arguments) ->
                        method.getName().equals("getHeader") && arguments[0].equals("Authorization")
                                ? "Bearer " + TOKEN
                                : null);
    }
}
