package dev.rollcall.proving.site;

import dev.rollcall.local.application.Applications;
import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.process.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One whole system on loopback, in a directory of its own, on free ports. Closing kills everything. */
public final class Site implements AutoCloseable {

    private final Path directory;
    private final SiteSecrets secrets;
    private final Brokers brokers;
    private final Database database;
    private final Running running;

    private Site(Path directory, Applications applications, int nodes) throws Exception {
        this.directory = directory;
        secrets = SiteSecrets.generated();
        brokers = new Brokers(directory, nodes);
        List<Database> started = new CopyOnWriteArrayList<>();
        try {
            Together.run(
                    List.of(brokers::startMissing, () -> started.add(new Database(directory, secrets.rolePassword()))));
        } catch (Exception failed) {
            brokers.close();
            started.forEach(Database::close);
            throw failed;
        }
        database = started.getFirst();
        running = new Running(directory.resolve("logs"), applications, brokers, database, secrets);
    }

    /** Starts everything and returns when it is ready. */
    public static Site start(Path directory, Applications built, int nodes) throws Exception {
        Files.createDirectories(directory);
        Site site = new Site(directory, built.prepared(), nodes);
        try {
            site.prepare("migrate");
            site.prepare("topics");
            site.running.launchGateway(site.secrets.signing());
            site.running.launchWorker(Running.WORKER, Applications.JVM_OPTIONS);
            site.running.startMissing();
            return site;
        } catch (Exception failed) {
            site.close();
            throw failed;
        }
    }

    public Path directory() {
        return directory;
    }

    public SiteSecrets secrets() {
        return secrets;
    }

    public Brokers brokers() {
        return brokers;
    }

    public Database database() {
        return database;
    }

    public Running running() {
        return running;
    }

    /** As a process manager would: starts everything that should run and does not. */
    public void startMissing() throws Exception {
        database.startMissing();
        brokers.startMissing();
        running.startMissing();
    }

    @Override
    public void close() {
        running.close();
        brokers.close();
        database.close();
    }

    private void prepare(String command) throws InterruptedException, IOException {
        Running.CommandResult result = running.command(command);
        if (result.exitCode() != 0) {
            throw new StartFailedException(command + " failed: " + String.join(" | ", result.lines()));
        }
    }
}
