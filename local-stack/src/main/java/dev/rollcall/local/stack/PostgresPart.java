package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.server.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The stack's own PostgreSQL.
 *
 * @param started called after every start
 */
record PostgresPart(StackHome home, int port, Consumer<PostgresServer> started) implements Part {

    @Override
    public PartName name() {
        return PartName.POSTGRES;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("postgres", port);
    }

    @Override
    public Path log() {
        return home.postgres().resolve("postgres.log");
    }

    @Override
    public ChildProcess start() {
        PostgresServer server = PostgresServer.start(home.postgres(), port);
        started.accept(server);
        return server.process();
    }
}
