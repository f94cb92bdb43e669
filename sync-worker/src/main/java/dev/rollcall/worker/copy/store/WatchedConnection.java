package dev.rollcall.worker.copy.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/**
 * A connection that reports each use. A batch runs dozens of statements, each of which may take its timeout: its total
 * time says little about whether the thread is stuck, the time since the last statement began says it.
 */
final class WatchedConnection {

    private WatchedConnection() {}

    static Connection of(Connection connection, Runnable used) {
        return (Connection) Proxy.newProxyInstance(
                WatchedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    used.run();
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause() == null ? failed : failed.getCause();
                    }
                });
    }
}
