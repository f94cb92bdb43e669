package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.testing.SharedServers;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.database.ConnectionPool;
import dev.rollcall.worker.doctor.DatabaseExamination;
import dev.rollcall.worker.doctor.Finding;
import dev.rollcall.worker.doctor.Finding.Level;
import dev.rollcall.worker.doctor.KafkaExamination;
import dev.rollcall.worker.topics.TopicDeclaration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that the doctor looks at is broken once. */
class DoctorIT {

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
        return new DatabaseExamination(database.pool, database.urlOf("rollcall_sync")).run();
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
        database.execute("alter table clerk.subscription_items alter column is_free_trial type text");
        database.execute("alter table clerk.user_phone_numbers drop column reserved");
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
                dev.rollcall.worker.database.DatabaseUrl.parse("TEST", database.server.jdbcUrl(database.name)), 1)) {
            assertThat(failures(new DatabaseExamination(asOwner, database.urlOf("rollcall_sync")).run()))
                    .anyMatch(what -> what.contains("superuser"));
        }
    }

    @Test
    void timeoutsAndDurabilityThatWereSwitchedOffAreFound() throws SQLException {
        database.execute("alter database " + database.name + " set statement_timeout = 0");
        try (HikariDataSource pool = ConnectionPool.open(database.urlOf("rollcall_sync"), 1)) {
            database.execute("alter role rollcall_sync in database " + database.name + " set statement_timeout = 0");
            database.execute("alter role rollcall_sync in database " + database.name + " set synchronous_commit = off");
            List<Finding> findings = new DatabaseExamination(pool, database.urlOf("rollcall_sync")).run();
            assertThat(problems(findings)).anyMatch(problem -> problem.contains("statement_timeout is off"));
            assertThat(failures(findings)).anyMatch(what -> what.startsWith("synchronous_commit"));
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
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topics.events(), 2, (short) 1)))
                    .all()
                    .get();
            TopicDeclaration.declare(admin, topics.all().subList(1, topics.all().size()), (short) 1);
            assertThat(failures(new KafkaExamination(admin, topics).run()))
                    .isNotEmpty()
                    .allMatch(what -> what.contains(topics.events()));
        }
    }

    @Test
    void theCommandSaysWhatItFoundAndFailsWhenSomethingIsWrong() {
        database.execute("alter table clerk.sessions drop column client_id");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = WorkerCommand.run(
                List.of("doctor"),
                Map.of(
                        "ROLLCALL_DATABASE_URL",
                        "postgresql://rollcall_sync:test-password@127.0.0.1:" + database.server.port() + "/"
                                + database.name,
                        "KAFKA_BOOTSTRAP_SERVERS",
                        SharedServers.kafka().bootstrapServers(),
                        "ROLLCALL_TOPIC_PREFIX",
                        "none."),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("FAIL  clerk.sessions.client_id is missing", "-> ", "OK    PostgreSQL")
                .doesNotContain("test-password");
    }
}
