package dev.rollcall.worker.copy.failure;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/**
 * The closed table of failures. What is not in it is {@link FailureKind#UNKNOWN}: nothing becomes a dead letter, and
 * somebody must look.
 *
 * <table>
 *   <caption>Kinds</caption>
 *   <tr><td>SQLSTATE 21000, 22xxx, 23xxx, 54xxx; a change event too large</td><td>data</td></tr>
 *   <tr><td>SQLSTATE 08xxx, 25P03, 40001, 40P01, 53xxx, 55P03, 57xxx; no connection from the pool; a broken socket;
 *       what Kafka calls retriable; what Kafka refused because of a rebalance,
 *       a fencing or an aborted transaction</td><td>transient</td></tr>
 *   <tr><td>a dead letter that is too large for its topic; all else: 25006, 42P01, 42501, 28xxx, 0A000, XX000, a defect of ours</td><td>unknown</td></tr>
 * </table>
 */
public final class FailureClassifier {

    private FailureClassifier() {}

    public static Failure classify(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Failure failure = ofCause(cause);
            if (failure != null) {
                return failure;
            }
        }
        return new Failure(FailureKind.UNKNOWN, null, thrown.getClass().getSimpleName());
    }

    private static @Nullable Failure ofCause(Throwable cause) {
        return switch (cause) {
            case DeadLetterRefusedException refused -> new Failure(FailureKind.UNKNOWN, null, name(refused));
            case RecordTooLargeException tooLarge ->
                new Failure(FailureKind.DATA, FailureCode.CHANGE_TOO_LARGE, name(tooLarge));
            case RecordBatchTooLargeException tooLarge ->
                new Failure(FailureKind.DATA, FailureCode.CHANGE_TOO_LARGE, name(tooLarge));
            case RetriableException retriable -> passing(name(retriable));
            case TransactionAbortedException aborted -> passing(name(aborted));
            case CommitFailedException refused -> passing(name(refused));
            case RebalanceInProgressException moved -> passing(name(moved));
            case IllegalGenerationException replaced -> passing(name(replaced));
            case UnknownMemberIdException expelled -> passing(name(expelled));
            case FencedInstanceIdException fenced -> passing(name(fenced));
            case ProducerFencedException fenced -> passing(name(fenced));
            case InvalidProducerEpochException fenced -> passing(name(fenced));
            case KafkaException other ->
                other.getCause() == null ? new Failure(FailureKind.UNKNOWN, null, name(other)) : null;
            case SQLTransientConnectionException noConnection -> passing(name(noConnection));
            case SQLException sql -> ofSqlState(sql);
            case SocketTimeoutException timeout -> passing(name(timeout));
            case SocketException broken -> passing(name(broken));
            default -> null;
        };
    }

    private static @Nullable Failure ofSqlState(SQLException sql) {
        String state = sql.getSQLState();
        if (state == null || state.length() != 5) {
            return null;
        }
        String label = "SQLSTATE " + state;
        return switch (kindOf(state)) {
            case DATA -> new Failure(FailureKind.DATA, FailureCode.REFUSED_BY_DATABASE, label);
            case TRANSIENT -> passing(label);
            case UNKNOWN -> new Failure(FailureKind.UNKNOWN, null, label);
        };
    }

    static FailureKind kindOf(String sqlState) {
        return switch (sqlState) {
            case "21000" -> FailureKind.DATA;
            case "25P03", "40001", "40P01", "55P03" -> FailureKind.TRANSIENT;
            default ->
                switch (sqlState.substring(0, 2)) {
                    case "22", "23", "54" -> FailureKind.DATA;
                    case "08", "53", "57" -> FailureKind.TRANSIENT;
                    default -> FailureKind.UNKNOWN;
                };
        };
    }

    private static Failure passing(String label) {
        return new Failure(FailureKind.TRANSIENT, null, label);
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }
}
