package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.Finding;
import dev.rollcall.worker.operate.doctor.Finding.Level;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that the doctor looks at is broken once. */
class DoctorIT {

    private static final KafkaClients KAFKA =
            TestClients.of(SharedServers.kafka().bootstrapServers());

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private List<Finding> examine() throws SQLException {
        return new DatabaseExamination(database.pool, database.urlOf("rollcall_sync"), Clock.systemUTC()).run();
    }

    private static List<String> problems(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.level() != Level.OK)
                .map(Finding::toString)
                .toList();
    }

    /** The shared server's superuser, and what tests leave behind, are not this database's. */
    private static List<String> failures(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.level() == Level.FAIL)
                .map(Finding::what)
                .toList();
    }

    @Test
    void aHealthyDatabaseHasNoFailure() throws SQLException {
        assertThat(failures(examine())).isEmpty();
        assertThat(examine()).extracting(Finding::what).anyMatch(what -> what.startsWith("not bound"));
    }

    @Test
    void anAlterByHandIsFound() throws SQLException {
        database.execute("drop view clerk.active_subscription_items, clerk_tenant.subscription_items,"
                + " clerk.active_user_phone_numbers; alter table clerk.subscription_items alter column is_free_trial type text;"
                + " alter table clerk.user_phone_numbers drop column reserved;"
                + " set role rollcall_owner; select rollcall.make_reader_views()");
        assertThat(failures(examine()))
                .containsExactlyInAnyOrder(
                        "clerk.subscription_items.is_free_trial is text instead of boolean",
                        "clerk.user_phone_numbers.reserved is missing");
    }

    @Test
    void rowSecurityThatIsNotForcedIsFound() throws SQLException {
        database.execute("alter table clerk.sessions no force row level security");
        assertThat(failures(examine())).anyMatch(what -> what.contains("sessions"));
    }

    @Test
    void anOwnersLoginIsFound() throws SQLException {
        try (HikariDataSource asOwner = ConnectionPool.open(
                dev.rollcall.startup.database.DatabaseUrl.parse("TEST", database.server.jdbcUrl(database.name)), 1)) {
            assertThat(failures(
                            new DatabaseExamination(asOwner, database.urlOf("rollcall_sync"), Clock.systemUTC()).run()))
                    .anyMatch(what -> what.contains("superuser"));
        }
    }

    @Test
    void timeoutsAndDurabilityThatWereSwitchedOffAreFound() throws SQLException {
        database.execute("alter database " + database.name + " set statement_timeout = 0");
        try (HikariDataSource pool = ConnectionPool.open(database.urlOf("rollcall_sync"), 1)) {
            database.execute("alter role rollcall_sync in database " + database.name + " set statement_timeout = 0");
            database.execute("alter role rollcall_sync in database " + database.name + " set synchronous_commit = off");
            List<Finding> findings =
                    new DatabaseExamination(pool, database.urlOf("rollcall_sync"), Clock.systemUTC()).run();
            assertThat(problems(findings)).anyMatch(problem -> problem.contains("statement_timeout is off"));
            assertThat(failures(findings)).anyMatch(what -> what.startsWith("synchronous_commit"));
        }
    }

    @Test
    void whatTheServerSharesWithOtherDatabasesIsSaid() throws SQLException {
        assertThat(problems(examine()))
                .noneMatch(problem -> problem.contains("may connect to") || problem.contains("belong to"));
        database.execute("comment on role rollcall_owner is 'rollcall: elsewhere'");
        database.execute("grant connect on database " + database.name + " to public");
        try {
            assertThat(problems(examine()))
                    .anyMatch(problem ->
                            problem.contains("belong to the database elsewhere") && problem.contains("--take-roles"))
                    .anyMatch(problem -> problem.contains("revoke connect on database " + database.name));
        } finally {
            database.execute("comment on role rollcall_owner is 'rollcall: " + database.name + "'");
        }
    }

    @Test
    void theBindingIsShown() throws SQLException {
        database.execute("insert into rollcall.instance (instance_id, bound_by) values ('ins_1', 'msg_1')");
        assertThat(examine())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("ins_1") && what.contains("the command bind"));
    }

    @Test
    void aTopicWithoutItsSettingsIsFound() throws Exception {
        Topics topics = new Topics("doctor." + database.name + ".");
        try (Admin admin = KAFKA.admin(Map.of())) {
            admin.createTopics(List.of(new NewTopic(topics.events(), 2, (short) 1)))
                    .all()
                    .get();
            TopicDeclaration.declare(admin, topics.all().subList(1, topics.all().size()), (short) 1);
            assertThat(failures(new KafkaExamination(admin, KAFKA, topics).run()))
                    .isNotEmpty()
                    .allMatch(what -> what.contains(topics.events()));
        }
    }

    /** A topic from before the codec was changed: readers from the beginning still meet what they cannot read. */
    @Test
    void batchesThatNotEveryClientReadsAreFound() throws Exception {
        Topics topics = new Topics("codecs." + database.name + ".");
        try (Admin admin = KAFKA.admin(Map.of())) {
            TopicDeclaration.declare(admin, topics.all(), (short) 1);
            assertThat(problems(new KafkaExamination(admin, KAFKA, topics).run()))
                    .noneMatch(problem -> problem.contains("compressed"));
            String users = topics.changes(Resource.USER);
            set(admin, users, "producer");
            send(users, "lz4");
            set(admin, users, Topics.CHANGE_COMPRESSION);
            send(users, "lz4");
            send(topics.changes(Resource.ORGANIZATION), "gzip");
            send(topics.changes(Resource.SESSION), "none");
            assertThat(problems(new KafkaExamination(admin, KAFKA, topics).run()))
                    .filteredOn(problem -> problem.contains("compressed"))
                    .singleElement()
                    .asString()
                    .contains("{lz4=[" + users + "-0, " + users + "-1, " + users + "-2]}")
                    .doesNotContain("organizations", "sessions");
            admin.deleteTopics(List.of(users)).all().get();
        }
    }

    /**
     * A producer that writes lz4 to a topic as it is declared still stores what every client reads: the broker sees to
     * it.
     */
    @Test
    void theTopicKeepsOldWorkersFromWritingWhatNotEveryClientReads() throws Exception {
        Topics topics = new Topics("codecs2." + database.name + ".");
        try (Admin admin = KAFKA.admin(Map.of())) {
            TopicDeclaration.declare(admin, topics.all(), (short) 1);
            send(topics.changes(Resource.USER), "lz4");
            assertThat(problems(new KafkaExamination(admin, KAFKA, topics).run()))
                    .noneMatch(problem -> problem.contains("compressed"));
        }
    }

    private static void set(Admin admin, String topic, String codec) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("compression.type", codec), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** A transaction in each partition, as the worker writes: its end is a batch too. */
    private static void send(String topic, String codec) throws Exception {
        Map<String, Object> settings = new HashMap<>(KAFKA.connection());
        settings.put("compression.type", codec);
        settings.put("transactional.id", topic + codec);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int index = 0; index < 300; index++) {
                byte[] key = ("user_" + index).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, index % 3, key, new byte[1000]));
            }
            producer.commitTransaction();
        }
    }

    @Test
    void aGatewayWithAWeakSecretOrAFileThatItCannotUseIsNamedAndItsSecretNot() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            gateway.page("rollcall_ingest_secrets_stale{source=\"clerk\"} 0.0\n"
                    + "rollcall_ingest_secrets_weak{source=\"clerk\"} 0.0\n");
            assertThat(problems(GatewayExamination.of(gateway.address() + "/", Clock.systemUTC())
                            .run()))
                    .isEmpty();
            gateway.page("rollcall_ingest_secrets_stale{source=\"clerk\"} 0.0\n"
                    + "rollcall_ingest_secrets_weak{source=\"clerk\"} 1.0\n");
            assertThat(problems(GatewayExamination.of(gateway.address(), Clock.systemUTC())
                            .run()))
                    .singleElement()
                    .asString()
                    .contains("a signing secret of fewer than 24 bytes");
            gateway.page("rollcall_ingest_secrets_stale{source=\"clerk\"} 1.0\n"
                    + "rollcall_ingest_secrets_weak{source=\"clerk\"} 0.0\n");
            assertThat(problems(GatewayExamination.of(gateway.address(), Clock.systemUTC())
                            .run()))
                    .singleElement()
                    .asString()
                    .contains("cannot use its file");
        }
        assertThat(problems(GatewayExamination.of("http://127.0.0.1:1", Clock.systemUTC())
                        .run()))
                .hasSize(1);
        assertThat(GatewayExamination.of("", Clock.systemUTC()).run()).isEmpty();
    }

    @Test
    void theCommandSaysWhatItFoundAndFailsWhenSomethingIsWrong() {
        database.execute("alter table clerk.sessions drop column client_id cascade");
        CommandRun doctor = CommandRun.of(
                Map.of(
                        "ROLLCALL_DATABASE_URL",
                        "postgresql://rollcall_sync:test-password@127.0.0.1:" + database.server.port() + "/"
                                + database.name,
                        "KAFKA_BOOTSTRAP_SERVERS",
                        SharedServers.kafka().bootstrapServers(),
                        "ROLLCALL_TOPIC_PREFIX",
                        "none."),
                List.of("doctor"));
        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.out())
                .contains("FAIL  clerk.sessions.client_id is missing", "-> ", "OK    PostgreSQL")
                .doesNotContain("test-password");
    }
}
