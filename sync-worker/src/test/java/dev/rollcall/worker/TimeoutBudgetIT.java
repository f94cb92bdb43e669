package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.kafka.AdminAnswer;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.consume.ConsumerSettings;
import dev.rollcall.worker.copy.consume.LoopSettings;
import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.consume.SyncLoops;
import java.io.IOException;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

/**
 * The order of the worker's timeouts, from the settings as they take effect: in a session of {@code rollcall_sync}, in the
 * pool, and in what the Kafka clients are made with. See docs/reliability.md, "Timeouts".
 */
class TimeoutBudgetIT {

    private static final KafkaClients CLUSTER = TestClients.of("localhost:1");

    private static TestDatabase database;
    private static Duration lock;
    private static Duration statement;
    private static Duration idleInTransaction;
    private static Duration socket;
    private static ProducerConfig producer;
    private static ConsumerConfig consumer;

    @BeforeAll
    static void readTheSettings() throws Exception {
        database = TestDatabase.create();
        try (Connection connection = database.pool.getConnection()) {
            lock = setting(connection, "lock_timeout");
            statement = setting(connection, "statement_timeout");
            idleInTransaction = setting(connection, "idle_in_transaction_session_timeout");
            socket = Duration.ofMillis(connection.getNetworkTimeout());
        }
        producer = new ProducerConfig(with(
                captured(field(KafkaTransaction.of(CLUSTER, "budget", 4_000_000), "producers")),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
        consumer = new ConsumerConfig(with(
                captured(ConsumerSettings.consumers(
                        CLUSTER, new LoopSettings("events", "budget", 0, 2000, Duration.ofMillis(250)), "budget")),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aLockIsGivenUpBeforeItsStatementAndThatBeforeItsConnection() {
        assertThat(lock).isPositive().isLessThan(statement);
        assertThat(statement).isLessThan(socket);
        assertThat(socket).isLessThanOrEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void noConnectionIsWaitedForLongerThanAStatement() {
        HikariDataSource pool = database.pool;
        assertThat(Duration.ofMillis(pool.getConnectionTimeout())).isLessThan(statement);
        assertThat(Duration.ofMillis(pool.getValidationTimeout()))
                .isLessThan(Duration.ofMillis(pool.getConnectionTimeout()));
    }

    /** Row locks are held while the changes are sent: a session that idles so long was left by a frozen worker. */
    @Test
    void whatIsSentIsGivenUpBeforePostgresEndsTheTransactionThatWaitsForIt() {
        Duration sending = of(producer, ProducerConfig.MAX_BLOCK_MS_CONFIG)
                .plus(of(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
        assertThat(sending).isLessThan(idleInTransaction).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(of(producer, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG))
                .isLessThan(of(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
    }

    /** Of a commit that is not answered only the same call may be repeated: all repetitions together count as one. */
    @Test
    void noCallOfALoopWaitsLongerThanFifteenSeconds() throws Exception {
        Duration commit = ((Duration) constant(KafkaTransaction.class, "COMMIT_TIMEOUT"))
                .plus(of(producer, ProducerConfig.MAX_BLOCK_MS_CONFIG));
        Duration sending = ((Duration) constant(KafkaTransaction.class, "SENDING_TIMEOUT"))
                .plus(of(producer, ProducerConfig.MAX_BLOCK_MS_CONFIG));
        assertThat(List.of(
                        socket,
                        Duration.ofMillis(database.pool.getConnectionTimeout() + database.pool.getValidationTimeout()),
                        commit,
                        sending,
                        of(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
                        Duration.ofMillis(consumer.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)),
                        Duration.ofMillis(consumer.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG)),
                        Duration.ofSeconds((long) constant(AdminAnswer.class, "LONGEST_SECONDS"))))
                .allSatisfy(call -> assertThat(call).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(15)));
    }

    /** Between any two calls the loop gives a sign of life, so an outage alone never makes liveness red. */
    @Test
    void aLoopCountsAsStuckAfterTheLongestCallAndWithinHalfAMinute() throws Exception {
        Duration stuck = Duration.ofMillis((long) (1000 * (double) constant(LoopState.class, "STUCK_SECONDS")));
        assertThat(stuck).isGreaterThan(Duration.ofSeconds(20)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aBatchIsGivenUpBeforeItsTransactionEndsAndThatBeforeKafkaTakesItsPartitions() {
        Duration transaction = of(producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        assertThat(socket).isLessThan(transaction);
        assertThat(idleInTransaction).isLessThan(transaction);
        // The longest way of one batch: a silent database, then a silent Kafka, then a commit that nobody answers.
        assertThat(socket.plus(of(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG))
                        .plus(transaction))
                .isLessThan(Duration.ofMillis(consumer.getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG)));
    }

    @Test
    void aFrozenWorkerLosesItsPartitionsBeforeItsTransactionEnds() {
        Duration session = Duration.ofMillis(consumer.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
        assertThat(Duration.ofMillis(consumer.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG))
                        .multipliedBy(3))
                .isLessThanOrEqualTo(session);
        assertThat(session)
                .isLessThanOrEqualTo(Duration.ofSeconds(15))
                .isLessThan(of(producer, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
        assertThat(Duration.ofMillis(consumer.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)))
                .isLessThanOrEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aStopWaitsForTheBatchInHandAndEndsWithinWhatSpringAllows() throws Exception {
        Duration stop = (Duration) constant(SyncLoops.class, "STOP_TIMEOUT");
        assertThat(stop).isGreaterThan(socket).isLessThan(phase());
    }

    private static Duration phase() throws IOException {
        return DurationStyle.detectAndParse(String.valueOf(new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .getFirst()
                .getProperty("spring.lifecycle.timeout-per-shutdown-phase")));
    }

    private static Duration setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select setting::bigint from pg_settings where unit = 'ms' and name = '" + name + "'")) {
            assertThat(row.next()).as(name).isTrue();
            return Duration.ofMillis(row.getLong(1));
        }
    }

    private static Duration of(ProducerConfig config, String name) {
        return Duration.ofMillis(((Number) config.values().get(name)).longValue());
    }

    private static Map<String, Object> with(Map<?, ?> settings, String key, String value, Class<?> serializer) {
        Map<String, Object> all = new HashMap<>();
        settings.forEach((name, setting) -> all.put((String) name, setting));
        all.put("bootstrap.servers", "localhost:1");
        all.put(key, serializer);
        all.put(value, serializer);
        return all;
    }

    /** The settings that a supplier of clients holds: making a client would ask for a server. */
    private static Map<?, ?> captured(Object supplier) throws IllegalAccessException {
        Field settings = Arrays.stream(supplier.getClass().getDeclaredFields())
                .filter(field -> Map.class.isAssignableFrom(field.getType()))
                .findFirst()
                .orElseThrow();
        settings.setAccessible(true);
        return (Map<?, ?>) settings.get(supplier);
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static Object constant(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
