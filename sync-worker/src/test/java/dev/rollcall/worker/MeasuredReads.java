package dev.rollcall.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Another way to a database, which measures what comes from it: a result is in memory as a whole, as the driver has it. */
final class MeasuredReads {

    private final AtomicLong most = new AtomicLong();
    private final AtomicLong all = new AtomicLong();

    DataSource of(DataSource database) {
        return wrapped(DataSource.class, database);
    }

    /** Bytes of text in the largest result. */
    long most() {
        return most.get();
    }

    /** Bytes of text in all results. */
    long all() {
        return all.get();
    }

    private <T> T wrapped(Class<T> type, T real) {
        AtomicLong bytes = new AtomicLong();
        return type.cast(Proxy.newProxyInstance(
                MeasuredReads.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return switch (method.invoke(real, arguments)) {
                            case Connection connection -> wrapped(Connection.class, connection);
                            case PreparedStatement statement -> wrapped(PreparedStatement.class, statement);
                            case ResultSet result -> wrapped(ResultSet.class, result);
                            case String text -> measured(text, bytes);
                            case null -> null;
                            case Object other -> other;
                        };
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private String measured(String text, AtomicLong ofResult) {
        long own = text.getBytes(StandardCharsets.UTF_8).length;
        all.addAndGet(own);
        most.accumulateAndGet(ofResult.addAndGet(own), Math::max);
        return text;
    }
}
