package dev.rollcall.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Another way to a database, but for the text of its statements. */
final class ChangedStatements {

    private ChangedStatements() {}

    /** @param text given each statement before it is prepared; what it returns is prepared */
    static DataSource of(DataSource pool, UnaryOperator<String> text) {
        return wrapped(
                DataSource.class,
                pool,
                (name, argument) -> argument,
                result -> wrapped(
                        Connection.class,
                        (Connection) result,
                        (name, argument) -> name.equals("prepareStatement") ? text.apply((String) argument) : argument,
                        UnaryOperator.identity()));
    }

    @FunctionalInterface
    private interface Change {
        Object of(String method, Object argument);
    }

    private static <T> T wrapped(Class<T> type, T real, Change firstArgument, UnaryOperator<Object> result) {
        return type.cast(Proxy.newProxyInstance(
                ChangedStatements.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object[] passed = arguments == null ? new Object[0] : arguments.clone();
                    if (passed.length > 0) {
                        passed[0] = firstArgument.of(method.getName(), passed[0]);
                    }
                    try {
                        return result.apply(method.invoke(real, passed));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
