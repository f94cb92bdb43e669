package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.TopicSettings;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.database.DatabaseSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Where the commands find the servers.
 *
 * @param variables of the environment
 */
record CommandEnvironment(Map<String, String> variables) {

    /** How long a command waits for workers that make no progress. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The worker's. */
    DatabaseUrl databaseUrl() {
        Environment environment = CommandProperties.of(variables);
        return DatabaseSettings.of(environment).url(environment);
    }

    /** Without a check, to read. */
    HikariDataSource openToRead() {
        Environment environment = CommandProperties.of(variables);
        return ConnectionPool.open(DatabaseSettings.of(environment).url(environment), environment, 1);
    }

    /**
     * Opened for writing, after the check that a worker makes before its first batch.
     *
     * @throws dev.rollcall.worker.prepare.database.WrongDatabaseException with one line for the operator
     */
    HikariDataSource openToWrite() throws SQLException {
        String instance = variables.getOrDefault("CLERK_INSTANCE_ID", "");
        return open(instance.isBlank() ? null : instance);
    }

    /** As {@link #openToWrite}, whichever instance it is bound to: that is about to be corrected. */
    HikariDataSource openToBind() throws SQLException {
        return open(null);
    }

    private HikariDataSource open(@Nullable String instance) throws SQLException {
        HikariDataSource database = openToRead();
        try {
            new DatabaseCheck(database, instance, line -> {}).require();
            return database;
        } catch (SQLException | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /** Of the administrator who migrates. */
    DatabaseUrl migrationUrl() {
        return url("ROLLCALL_MIGRATION_DATABASE_URL", "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE");
    }

    /** Of the roles that may log in. */
    Map<String, String> rolePasswords() {
        Map<String, String> passwords = new HashMap<>();
        putPassword(passwords, "rollcall_sync", "ROLLCALL_SYNC_PASSWORD", "ROLLCALL_SYNC_PASSWORD_FILE");
        putPassword(passwords, "rollcall_tenant", "ROLLCALL_TENANT_PASSWORD", "ROLLCALL_TENANT_PASSWORD_FILE");
        putPassword(passwords, "rollcall_backend", "ROLLCALL_BACKEND_PASSWORD", "ROLLCALL_BACKEND_PASSWORD_FILE");
        return passwords;
    }

    /** As the worker's: of the same variables and of {@code spring.kafka.*}. */
    KafkaClients kafka() {
        return CommandClients.of(variables);
    }

    /** Of this machine. */
    InstantSource clock() {
        return Clock.systemUTC();
    }

    Topics topics() {
        return new TopicSettings(variables.getOrDefault("ROLLCALL_TOPIC_PREFIX", "")).topics();
    }

    private DatabaseUrl url(String setting, String passwordFile) {
        return DatabaseUrl.parse(setting, variables.get(setting))
                .withPasswordFrom(passwordFile, variables.get(passwordFile));
    }

    private void putPassword(Map<String, String> passwords, String role, String setting, String fileSetting) {
        String given = variables.getOrDefault(setting, "");
        String read = SecretFile.password(fileSetting, variables.get(fileSetting));
        if (!given.isEmpty() && read != null) {
            throw new SettingRefusedException(
                    fileSetting, "and " + setting + " are both set", "write one of them, not both");
        }
        if (read != null || !given.isEmpty()) {
            passwords.put(role, read == null ? given : read);
        }
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "CommandEnvironment[" + topics() + "]";
    }
}
