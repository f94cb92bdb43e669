package dev.rollcall.proving.site;

import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL of a site, behind a proxy for the workers. */
public final class Database implements AutoCloseable {

    static final String NAME = "rollcall";

    private final Path directory;
    private final int port;
    private final FaultProxy link;
    private final String rolePassword;
    private volatile PostgresServer server;

    /** Starts it, with an empty database. */
    Database(Path siteDirectory, String rolePassword) {
        directory = siteDirectory.resolve("postgres");
        this.rolePassword = rolePassword;
        server = PostgresServer.start(directory, 0);
        port = server.port();
        server.createDatabaseIfMissing(NAME);
        link = FaultProxy.start(0, port);
    }

    /** What lies between the workers and it. */
    public FaultProxy link() {
        return link;
    }

    public PostgresServer server() {
        return server;
    }

    /** Starts it again if it does not run. */
    public void startMissing() {
        if (!server.process().isAlive()) {
            server = PostgresServer.start(directory, port);
        }
    }

    /** A cold copy: the server is down for a moment. */
    public Path backUp() throws IOException {
        server.close();
        Path backup = directory.resolveSibling("postgres-backup");
        DirectoryTree.delete(backup);
        copy(directory.resolve("data"), backup);
        startMissing();
        return backup;
    }

    /** Killed, and what is on disk replaced by the backup; it does not run afterwards. */
    public void replaceBy(Path backup) throws IOException {
        server.kill();
        DirectoryTree.delete(directory.resolve("data"));
        copy(backup, directory.resolve("data"));
    }

    /** As the superuser, past the proxy. */
    public Connection administrator() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(NAME) + "&loginTimeout=10&socketTimeout=60");
    }

    /** As one of the roles, such as {@code backend}, past the proxy. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(role) + "&loginTimeout=10&socketTimeout=60");
    }

    /** Past the proxy, with the password. */
    public String jdbcUrl(String role) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=rollcall_%s&password=%s"
                .formatted(port, NAME, role, rolePassword);
    }

    /** One column of text. */
    public List<String> texts(String role, String sql) throws SQLException {
        try (Connection connection = "admin".equals(role) ? administrator() : connect(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
            return texts;
        }
    }

    /** As the superuser. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String administratorJdbcUrl() {
        return server.jdbcUrl(NAME);
    }

    /** As the worker takes it: through the proxy. */
    String syncUrl() {
        return "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(rolePassword, link.port(), NAME);
    }

    @Override
    public void close() {
        server.kill();
        link.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(from)) {
            paths = found.toList();
        }
        for (Path path : paths) {
            Files.copy(
                    path,
                    to.resolve(from.relativize(path).toString()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }
}
