package dev.rollcall.local.server;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * PostgreSQL 18 as a child process on 127.0.0.1, with its data in a directory.
 *
 * <p>It is as durable as one in production ({@code fsync} and {@code synchronous_commit} on), survives {@code kill -9},
 * and ends with this JVM. A new start on the same directory continues with the data.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final int TRIES_FOR_ANY_PORT = 4;

    private final ChildProcess process;
    private final int port;
    private final String password;

    private PostgresServer(ChildProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server and returns when it answers queries. The first start in a directory takes some seconds longer.
     *
     * @param dataDirectory created when missing, readable by its owner only
     * @param port 0 for any free one
     * @throws StartFailedException saying what stood in the way
     */
    public static PostgresServer start(Path dataDirectory, int port) {
        try {
            Path directory = PrivateDirectory.create(dataDirectory);
            PostgresCluster cluster = new PostgresCluster(directory, PostgresBinaries.unpacked(directory));
            cluster.previous().awaitEnd("PostgreSQL");
            cluster.initialize();
            cluster.removeStaleLock();
            for (int attempt = 1; ; attempt++) {
                try {
                    return start(cluster, port == 0 ? FreePort.any() : port);
                } catch (StartFailedException portMayHaveBeenTaken) {
                    if (port != 0 || attempt == TRIES_FOR_ANY_PORT) {
                        throw portMayHaveBeenTaken;
                    }
                }
            }
        } catch (OwnPath.ForeignPathException foreign) {
            throw new StartFailedException(String.valueOf(foreign.getMessage()), foreign);
        } catch (IOException failed) {
            throw new StartFailedException("PostgreSQL cannot use " + dataDirectory + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("the start of PostgreSQL was interrupted", interrupted);
        }
    }

    private static PostgresServer start(PostgresCluster cluster, int port) throws IOException, InterruptedException {
        ChildProcess process = ChildProcess.start(cluster.server(port));
        try {
            cluster.previous().replaceBy(process);
            PostgresServer server = new PostgresServer(process, port, cluster.password());
            process.awaitUntil(server::answers, LONGEST_START);
            return server;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            process.kill();
            throw failed;
        }
    }

    public int port() {
        return port;
    }

    /** The process id of the postmaster. */
    public long pid() {
        return process.pid();
    }

    /** The process, for its log file and its end. */
    public ChildProcess process() {
        return process;
    }

    /** A JDBC URL of the superuser, with the password in it. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&password=%s".formatted(port, database, password);
    }

    /** Creates an empty database with byte order (locale C.UTF-8). */
    public void createDatabase(String name) {
        execute("create database %s template template0".formatted(quoted(name)));
    }

    /** Creates an empty database with byte order unless there is one of this name. */
    public void createDatabaseIfMissing(String name) {
        String find = "select 1 from pg_catalog.pg_database where datname = ?";
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                PreparedStatement query = connection.prepareStatement(find)) {
            query.setString(1, name);
            if (!query.executeQuery().next()) {
                createDatabase(name);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(find + ": " + failed.getMessage(), failed);
        }
    }

    /**
     * Creates an empty database that sorts by an ICU locale.
     *
     * @param icuLocale a BCP 47 tag, such as {@code sv-SE}
     */
    public void createDatabase(String name, String icuLocale) {
        execute("create database %s template template0 locale_provider icu icu_locale '%s'"
                .formatted(quoted(name), icuLocale.replace("'", "''")));
    }

    /** SIGKILL to the postmaster and its children. A new {@link #start} on the same directory recovers. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP to the postmaster and its children: connections hang, none is refused. */
    public void pause() {
        process.pause();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        process.resume();
    }

    /** Fast shutdown: open transactions are rolled back. */
    @Override
    public void close() {
        process.close();
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres") + "&loginTimeout=2")) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
