package dev.rollcall.worker;

import static dev.rollcall.worker.InstanceBindingIT.MINE;
import static dev.rollcall.worker.InstanceBindingIT.THEIRS;
import static dev.rollcall.worker.InstanceBindingIT.now;
import static dev.rollcall.worker.InstanceBindingIT.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.copy.metrics.DatabaseGauges;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wrong instance was first; the command puts that right and ends nothing. */
class BindCommandIT {

    private WorkerHarness worker;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        worker.unbind();
        worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    private CommandRun bind(String... arguments) {
        return bind(Map.of(), arguments);
    }

    private CommandRun bind(Map<String, String> more, String... arguments) {
        List<String> line = new ArrayList<>(List.of("bind"));
        line.addAll(List.of(arguments));
        return run(more, line);
    }

    private CommandRun run(Map<String, String> more, List<String> line) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(worker.commandEnvironment());
        return CommandRun.of(environment, line);
    }

    private void deliver(Event... events) throws InterruptedException {
        worker.produce(List.of(events));
        worker.awaitDrained();
    }

    private static Event withInstance(Event event, String instance) {
        return new Event(event.messageId(), event.key(), event.body().replace(Events.INSTANCE, instance));
    }

    private String theirRows() {
        return String.join(
                " ",
                worker.database.rows("select id, deleted_at is not null from clerk.users union all"
                        + " select id, deleted_at is not null from clerk.organization_memberships order by 1"));
    }

    private static LocalClerk clerkOf(String instance) {
        return LocalClerk.start(
                new LocalClerk.Settings(0, instance, Set.of(SurveyCase.KEY), LocalClerk.PRODUCTION_REQUESTS),
                new ClerkObjects());
    }

    private static Map<String, String> keyOf(LocalClerk clerk) {
        return Map.of(
                "CLERK_SECRET_KEY", SurveyCase.KEY, "CLERK_API_URL", clerk.url().toString());
    }

    private List<String> binding() {
        return worker.database.rows("select instance_id from rollcall.instance");
    }

    private double rightful() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new DatabaseGauges(worker.database.pool, Duration.ofDays(7), registry, Clock.systemUTC()).refresh();
        return registry.get("rollcall.instance.rightful").gauge().value();
    }

    @Test
    void aWrongBindingIsCorrectedAndCorrectedBackWithoutAnEnd() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(
                withInstance(
                        Events.membership("m2", "created", "orgmem_1", "org_1", "user_theirs", 5_000, "org:admin"),
                        THEIRS),
                withInstance(Events.deleted("m3", "user", "user_gone", 1_000), THEIRS));
        assertThat(rightful()).as("their membership was rightful then").isEqualTo(1);
        deliver(user("user_mine", MINE, now()), user("user_mine2", MINE, now() - 500_000_000));
        assertThat(worker.database.rows("select distinct code from rollcall.dead_letters"))
                .containsExactly("wrong_instance");
        assertThat(new DatabaseExamination(
                                worker.database.pool, worker.database.urlOf("rollcall_sync"), Clock.systemUTC())
                        .run())
                .anyMatch(finding -> finding.toString().contains("2 events of the Clerk instance " + MINE)
                        && finding.toString().contains("bind " + MINE));

        CommandRun shown = bind(MINE);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .contains(
                        "a copy of " + THEIRS,
                        "2 events of " + MINE,
                        "3 rows would be removed",
                        "clerk.users user_theirs",
                        "clerk.users user_gone",
                        "clerk.organization_memberships orgmem_1",
                        "Dry run: nothing was changed.",
                        "bind " + MINE + " --yes 3");
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
        CommandRun miscounted = bind(MINE, "--yes", "2");
        assertThat(miscounted.code()).isEqualTo(1);
        assertThat(miscounted.err()).hasLineCount(1).contains("3 rows would be removed and not 2");
        assertThat(theirRows()).contains("user_theirs|f", "orgmem_1|f", "user_gone|t");

        CommandRun done = bind(MINE, "--yes", "3");
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("is now a copy of " + MINE + "; 3 rows were removed", "Replayed 2 events");
        worker.awaitDrained();
        assertThat(theirRows()).isEqualTo("user_mine|f user_mine2|f");
        assertThat(worker.database.count("clerk.organizations"))
                .as("placeholders")
                .isZero();
        assertThat(worker.database.rows("select instance_id, bound_by from rollcall.instance"))
                .containsExactly(MINE + "|command bind");
        assertThat(worker.database.rows("select action, subject, count from rollcall.audit_log where action = 'bind'"))
                .containsExactly("bind|instance=" + MINE + " before=" + THEIRS + "|3");
        List<ConsumerRecord<byte[], byte[]>> users = worker.read(worker.topics.changes(Resource.USER));
        assertThat(users.stream()
                        .filter(record -> "user_theirs".equals(new String(record.key(), StandardCharsets.UTF_8)))
                        .toList())
                .hasSize(2)
                .last()
                .satisfies(record -> {
                    assertThat(record.value()).isNull();
                    assertThat(WorkerHarness.header(record, "ce_type")).isEqualTo("clerk.user.deleted");
                    assertThat(WorkerHarness.header(record, "ce_revision")).isEqualTo("2");
                    assertThat(WorkerHarness.header(record, "ce_source")).isEqualTo("/clerk/" + THEIRS);
                });
        worker.assertFeedIsExact();

        deliver(withInstance(Events.deleted("m9", "user", "user_other", 1_000), THEIRS));
        assertThat(worker.database.rows("select code from rollcall.dead_letters where state = 'open'"))
                .containsExactly("wrong_instance");

        // It was a typing error: nothing of the former instance is lost for good.
        assertThat(bind(THEIRS, "--yes", "2").out()).contains("is now a copy of " + THEIRS);
        deliver(user("user_theirs", THEIRS, now()));
        assertThat(worker.database.rows("select id from clerk.users where deleted_at is null"))
                .containsExactly("user_theirs");
    }

    @Test
    void whatHasNotShownItselfIsNotBoundTo() throws Exception {
        deliver(user("user_theirs", THEIRS, now()), user("user_example", "ins_123", 1_654_012_591_835L));
        for (String[] wrong : new String[][] {
            {}, {"ins_123"}, {"ins_123", "--yes", "1"}, {MINE}, {MINE, "--yes", "1"}, {THEIRS, "--colour", "blue"}
        }) {
            CommandRun ran = bind(wrong);
            assertThat(ran.code()).isIn(1, 2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).startsWith("rollcall bind: ");
        }
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
        assertThat(worker.database.count("clerk.users")).isEqualTo(1);
    }

    @Test
    void aCopyOfMoreThanAHundredRowsIsLeftAlone() throws Exception {
        deliver(user("user_first", THEIRS, now()));
        deliver(IntStream.range(0, 99)
                .mapToObj(number -> user("user_" + number, THEIRS, now()))
                .toArray(Event[]::new));
        deliver(user("user_mine", MINE, now()));
        assertThat(bind(MINE).out()).contains("100 rows would be removed");
        deliver(user("user_last", THEIRS, now()));
        for (String[] arguments : new String[][] {{MINE}, {MINE, "--yes", "101"}}) {
            CommandRun refused = bind(arguments);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("more than 100 rows", "Use an empty database");
        }
        assertThat(worker.database.count("clerk.users")).isEqualTo(101);
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
    }

    @Test
    void whatKafkaNoLongerHasIsToldByTheExitCode() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(user("user_mine", MINE, now()));
        for (String topic : List.of(worker.topics.events(), worker.topics.deadLetters())) {
            worker.admin
                    .deleteRecords(IntStream.range(0, 12)
                            .boxed()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition),
                                    partition -> RecordsToDelete.beforeOffset(-1))))
                    .all()
                    .get();
        }
        CommandRun done = bind(MINE, "--yes", "1");
        assertThat(done.out()).contains("is now a copy of " + MINE, "1 cannot be replayed");
        assertThat(done.code()).isEqualTo(1);
    }

    @Test
    void whatIsConfiguredHereIsTheOnlyOneToBindTo() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(user("user_mine", MINE, now()));
        CommandRun refused = bind(Map.of("CLERK_INSTANCE_ID", THEIRS), MINE, "--yes", "1");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CLERK_INSTANCE_ID is " + THEIRS);
        assertThat(rightful()).as("only the event that bound came").isZero();
        assertThat(bind(Map.of("CLERK_INSTANCE_ID", MINE), MINE, "--yes", "1").out())
                .contains("is now a copy of " + MINE);
        worker.awaitDrained();
        assertThat(rightful()).isEqualTo(1);
    }

    /** No worker runs that could make a dead letter of its events. */
    @Test
    void aWorkerThatIsConfiguredForAnotherInstanceIsHelpedByTheKeyOfThat() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        DatabaseCheck check = new DatabaseCheck(worker.database.pool, MINE, line -> {});
        assertThatThrownBy(check::require)
                .isInstanceOf(WrongDatabaseException.class)
                .hasMessageContainingAll(
                        "\"bind " + MINE + "\"", "CLERK_SECRET_KEY of " + MINE, "without CLERK_INSTANCE_ID");

        CommandRun without = bind(Map.of("CLERK_INSTANCE_ID", MINE, "CLERK_SECRET_KEY", " "), MINE);
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err())
                .hasLineCount(1)
                .contains("set CLERK_SECRET_KEY", "without CLERK_INSTANCE_ID", "becomes a dead letter");
        assertThat(binding()).containsExactly(THEIRS);

        try (LocalClerk clerk = clerkOf(MINE)) {
            Map<String, String> as = new HashMap<>(keyOf(clerk));
            as.put("CLERK_INSTANCE_ID", MINE);
            CommandRun shown = bind(as, MINE);
            assertThat(shown.err()).isEmpty();
            assertThat(shown.out())
                    .contains(
                            "CLERK_SECRET_KEY is of " + MINE + ": Clerk says so.",
                            "0 events of " + MINE,
                            "clerk.users user_theirs",
                            "bind " + MINE + " --yes 1")
                    .doesNotContain(SurveyCase.KEY);
            assertThat(binding()).containsExactly(THEIRS);

            assertThat(bind(as, MINE, "--yes", "1").out()).contains("is now a copy of " + MINE);
            assertThat(clerk.counts().notGets()).isZero();
        }
        assertThat(binding()).containsExactly(MINE);
        check.require();
        deliver(user("user_mine", MINE, now()));
        assertThat(theirRows()).isEqualTo("user_mine|f");
    }

    /** The other way of which the refusal speaks. */
    @Test
    void withoutAKeyAnEventOfTheInstanceHelps() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        assertThat(bind(MINE).err()).contains("start the worker once without CLERK_INSTANCE_ID");
        deliver(user("user_mine", MINE, now()));
        assertThat(bind(MINE, "--yes", "1").out()).contains("is now a copy of " + MINE, "Replayed 1 event");
        assertThat(binding()).containsExactly(MINE);
    }

    @Test
    void rowsOfNoKnownInstanceAreBoundAsTheSurveysSay() throws Exception {
        deliver(user("user_old", null, now()));
        assertThat(binding()).isEmpty();
        assertThat(bind(MINE).err()).contains("binds the database by itself");
        try (LocalClerk clerk = clerkOf(MINE)) {
            for (List<String> survey :
                    List.of(List.of("backfill"), List.of("reconcile"), List.of("refetch", "user_old"))) {
                CommandRun refused = run(keyOf(clerk), survey);
                assertThat(refused.code()).as("%s", survey).isEqualTo(1);
                assertThat(refused.err()).contains("\"bind " + MINE + "\" with this CLERK_SECRET_KEY");
            }
            assertThat(bind(keyOf(clerk), MINE).out()).contains("bound to no Clerk instance", "clerk.users user_old");
            assertThat(bind(keyOf(clerk), MINE, "--yes", "1").out()).contains("is now a copy of " + MINE);
        }
        assertThat(binding()).containsExactly(MINE);
    }

    @Test
    void aKeyOfAnotherInstanceBindsNothingAlsoWhereAnEventHasCome() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(user("user_mine", MINE, now()));
        try (LocalClerk clerk = clerkOf(THEIRS)) {
            Map<String, String> key = keyOf(clerk);
            for (String[] arguments : new String[][] {{MINE}, {MINE, "--yes", "1"}}) {
                CommandRun refused = bind(key, arguments);
                assertThat(refused.code()).isEqualTo(2);
                assertThat(refused.out()).isEmpty();
                assertThat(refused.err())
                        .hasLineCount(1)
                        .contains("CLERK_SECRET_KEY is of " + THEIRS, "write the key of " + MINE)
                        .doesNotContain(SurveyCase.KEY);
            }
            Map<String, String> refused = new HashMap<>(key);
            refused.put("CLERK_SECRET_KEY", "sk_test_ofSomebodyElse");
            CommandRun unanswered = bind(refused, THEIRS);
            assertThat(unanswered.code()).isEqualTo(1);
            assertThat(unanswered.err())
                    .hasLineCount(1)
                    .contains("Clerk refuses CLERK_SECRET_KEY (401)", "Without CLERK_SECRET_KEY")
                    .doesNotContain("ofSomebodyElse");
        }
        assertThat(binding()).containsExactly(THEIRS);
        assertThat(theirRows()).isEqualTo("user_theirs|f");
    }
}
