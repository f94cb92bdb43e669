package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.simulator.api.ApiFaults;
import dev.rollcall.simulator.api.Feature;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.survey.compare.SecondLook;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A survey with real servers, against a local Clerk. */
class SurveyIT {

    private static final Set<String> EVERYTHING = Set.of(
            "users",
            "organizations",
            "organization_memberships",
            "roles",
            "permissions",
            "organization_invitations",
            "organization_domains",
            "waitlist_entries");

    private final SurveyCase survey = new SurveyCase();

    @AfterEach
    void stop() {
        survey.close();
    }

    private void backfilled() throws Exception {
        survey.worldOf(11, 4_000);
        SurveyReport report = survey.run(SurveyOptions.BACKFILL.ofTables(EVERYTHING));
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.drift()).as("%s", report).isZero();
        survey.age();
    }

    private static SurveyReport.OfTable of(SurveyReport report, String table) {
        return report.tables().stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static Map<Verdict, Long> found(SurveyReport report, String table) {
        return of(report, table).found().entrySet().stream()
                .filter(entry -> entry.getValue() > 0 && entry.getKey().isDrift())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void aBackfillIntoAnEmptyCopyMakesItTheWorld() throws Exception {
        survey.worker.unbind();
        backfilled();

        survey.assertIsTheWorld();
        assertThat(survey.atClerk(SurveyTable.USERS)).hasSizeGreaterThan(100);
        assertThat(survey.worker.database.rows("select instance_id, bound_by from rollcall.instance"))
                .containsExactly(Events.INSTANCE + "|backfill");
        assertThat(survey.worker.database.count("rollcall.dead_letters")).isZero();
        survey.worker.assertFeedIsExact();
        survey.worker.assertCountersBalance();
        for (ConsumerRecord<byte[], byte[]> change : survey.worker.read(survey.worker.topics.changes(Resource.USER))) {
            assertThat(WorkerHarness.header(change, "rollcall-origin")).isEqualTo("backfill");
        }
        assertThat(survey.clerk.counts().notGets()).isZero();
    }

    @Test
    void aReconcileOfAnExactCopyPublishesNothingAndSaysNothing() throws Exception {
        backfilled();
        long records = survey.records();

        SurveyReport report = survey.run(SurveyOptions.REPAIR.endingExtra(null));

        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.published()).isZero();
        assertThat(report.drift()).isZero();
        assertThat(survey.records()).isEqualTo(records);
        assertThat(survey.worker.database.rows("select distinct \"left\" from rollcall.drift"))
                .containsExactly("0");
        assertThat(survey.worker.database.count("rollcall.survey_pages")).isZero();
    }

    @Test
    void nothingIsPublishedWhileWebhooksBringWhatChanges() throws Exception {
        backfilled();
        List<String> users = List.copyOf(survey.atClerk(SurveyTable.USERS)).subList(0, 100);
        long records = survey.records();
        AtomicInteger changed = new AtomicInteger();
        survey.steps = step -> {
            if (step.equals("checkpoint") || step.equals("walked")) {
                survey.worker.produce(users.stream()
                        .map(user -> changedAtClerk(user, changed.incrementAndGet()))
                        .toList());
            }
        };

        SurveyReport report = survey.run(SurveyOptions.REPAIR.endingExtra(null));

        assertThat(changed).hasValueGreaterThan(500);
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.published()).as("%s", report).isZero();
        assertThat(report.drift()).as("%s", report).isZero();
        assertThat(survey.records()).isEqualTo(records + changed.get());
        survey.assertIsTheWorld();
    }

    /** As many as come, however fast the survey is: a page may be read before, between and after them. */
    @Test
    void nothingIsPublishedWhileFiveHundredWebhooksASecondFlow() throws Exception {
        backfilled();
        List<String> users = List.copyOf(survey.atClerk(SurveyTable.USERS));
        long records = survey.records();
        AtomicInteger changed = new AtomicInteger();
        ScheduledExecutorService webhooks = Executors.newSingleThreadScheduledExecutor();
        SurveyReport report;
        Future<?> flow = null;
        try {
            CountDownLatch flowing = new CountDownLatch(20);
            flow = webhooks.scheduleAtFixedRate(
                    () -> {
                        List<Events.Event> batch = new ArrayList<>();
                        for (int one = 0; one < 10; one++) {
                            int number = changed.incrementAndGet();
                            batch.add(changedAtClerk(users.get(number % users.size()), number));
                        }
                        survey.worker.produce(batch);
                        flowing.countDown();
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            flowing.await();
            report = survey.run(SurveyOptions.REPAIR.endingExtra(null));
        } finally {
            if (flow != null) {
                flow.cancel(false);
            }
            webhooks.close();
        }

        survey.worker.awaitDrained();
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.published()).as("%s", report).isZero();
        assertThat(report.drift()).as("%s", report).isZero();
        assertThat(survey.records()).isEqualTo(records + changed.get());
        survey.assertIsTheWorld();
        System.out.println("A survey of an exact copy published " + report.published() + " records while "
                + changed.get() + " webhooks came");
    }

    /** Clerk changes a user, and sends what it became. */
    private Events.Event changedAtClerk(String user, int number) {
        AtomicReference<String> now = new AtomicReference<>("");
        survey.objects.change("user", user, object -> {
            object.put("first_name", "Changed " + number)
                    .put("updated_at", object.path("updated_at").asLong() + 1_000);
            now.set(object.toString());
            return object;
        });
        return Events.event("msg_flow" + number, "user.updated", number, user, now.get());
    }

    @Test
    void plantedDifferencesAreFoundByADryRunAndMendedByARepair() throws Exception {
        backfilled();
        List<String> users = List.copyOf(survey.live(SurveyTable.USERS));
        String organization = survey.live(SurveyTable.ORGANIZATIONS).iterator().next();
        survey.worker.database.execute(
                "update clerk.users set first_name = 'Planted' where id = '" + users.get(0) + "';"
                        + "delete from clerk.users where id = '" + users.get(1) + "';"
                        + "update clerk.users set sync_updated_at_ms = sync_updated_at_ms - 5000, first_name = 'Old' where id = '"
                        + users.get(2) + "';"
                        + "delete from clerk.user_email_addresses where user_id = '" + users.get(3) + "';"
                        + "update clerk.organizations set name = 'Planted' where id = '" + organization + "'");
        long records = survey.records();

        SurveyReport dry = survey.run(SurveyOptions.DRY);

        assertThat(found(dry, "users"))
                .isEqualTo(Map.of(Verdict.MISSING, 1L, Verdict.STALE, 1L, Verdict.DIFFERENT, 2L));
        assertThat(found(dry, "organizations")).isEqualTo(Map.of(Verdict.DIFFERENT, 1L));
        assertThat(dry.drift()).isEqualTo(5);
        assertThat(of(dry, "users").ids().get(Verdict.MISSING)).containsExactly(users.get(1));
        assertThat(of(dry, "users").columns()).containsKeys("first_name", "email_addresses");
        assertThat(survey.records()).as("a dry run publishes nothing").isEqualTo(records);

        SurveyReport repair = survey.run(SurveyOptions.REPAIR);

        assertThat(repair.published()).isEqualTo(5);
        assertThat(repair.drift()).isZero();
        assertThat(survey.worker.database.rows(
                        "select count(*) from clerk.users where first_name in ('Planted', 'Old')"))
                .containsExactly("0");
        survey.assertIsTheWorld();
        Set<String> origins = survey.worker.read(survey.worker.topics.changes(Resource.ORGANIZATION)).stream()
                .filter(change -> new String(change.key(), StandardCharsets.UTF_8).equals(organization))
                .map(change -> WorkerHarness.header(change, "rollcall-origin"))
                .collect(Collectors.toSet());
        assertThat(origins).contains("reconcile");
        assertThat(survey.run(SurveyOptions.DRY).drift()).isZero();
    }

    @Test
    void whatAnErasureBlankedStaysSoAndWhatCannotBeMendedIsLeft() throws Exception {
        backfilled();
        List<String> users = List.copyOf(survey.atClerk(SurveyTable.USERS));
        String blanked = "update clerk.users set sync_message_id = '~~erase_1', %s where id = '%s'";
        survey.worker.database.execute(blanked.formatted("first_name = null", users.get(0)));

        SurveyReport exact = survey.run(SurveyOptions.REPAIR);

        assertThat(exact.published()).isZero();
        assertThat(exact.drift()).as("%s", exact).isZero();
        assertThat(of(exact, "users").found()).containsEntry(Verdict.ERASED, 1L);

        survey.worker.database.execute(blanked.formatted("first_name = 'Planted'", users.get(1)));
        for (SurveyOptions options : List.of(SurveyOptions.REPAIR, SurveyOptions.BACKFILL)) {
            SurveyReport left = survey.run(options);
            assertThat(left.complete()).as("%s", left).isTrue();
            assertThat(left.published()).isZero();
            assertThat(left.drift()).isEqualTo(1);
            assertThat(of(left, "users").left()).containsEntry(Verdict.DIFFERENT, 1L);
        }
    }

    @Test
    void aLostDeleteIsFoundAndEndedOnlyWhereAPersonSaidSo() throws Exception {
        backfilled();
        String gone = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.objects.end(gone);

        SurveyReport dry = survey.run(SurveyOptions.REPAIR);

        assertThat(found(dry, "users")).isEqualTo(Map.of(Verdict.EXTRA, 1L));
        assertThat(of(dry, "users").ids().get(Verdict.EXTRA)).containsExactly(gone);
        assertThat(survey.live(SurveyTable.USERS)).contains(gone);

        SurveyReport ended = survey.run(SurveyOptions.REPAIR.endingExtra(null));

        assertThat(ended.complete()).as("%s", ended).isTrue();
        assertThat(ended.drift()).as("%s", ended).isZero();
        survey.assertIsTheWorld();
        survey.worker.assertFeedIsExact();
    }

    @Test
    void aboveTheBoundNothingOfTheTableEndsUntilTheCapIsRepeated() throws Exception {
        backfilled();
        List<String> users = List.copyOf(survey.atClerk(SurveyTable.USERS));
        int gone = users.size() * 6 / 100 + 1;
        users.subList(0, gone).forEach(survey.objects::end);
        long records = survey.records();

        SurveyReport refused = survey.run(SurveyOptions.REPAIR.endingExtra(null));

        assertThat(of(refused, "users").left()).containsEntry(Verdict.EXTRA, (long) gone);
        String line = refused.reasons().stream()
                .filter(reason -> reason.contains("--cap"))
                .findFirst()
                .orElseThrow();
        assertThat(line)
                .contains("nothing of ", "users")
                .endsWith("repeat with --cap " + line.replaceAll(".*--cap ", ""));
        assertThat(survey.live(SurveyTable.USERS)).containsAll(users.subList(0, gone));

        SurveyReport ended =
                survey.run(SurveyOptions.REPAIR.endingExtra(Long.valueOf(line.replaceAll(".*--cap ([0-9]+)$", "$1"))));

        assertThat(ended.drift()).as("%s", ended).isZero();
        assertThat(survey.records()).isGreaterThan(records);
        survey.assertIsTheWorld();
    }

    @Test
    void objectsWithoutATableThatAnEndTakesAlongAreCounted() throws Exception {
        backfilled();
        String gone = survey.atClerk(SurveyTable.USERS).iterator().next();
        int objects = 10;
        survey.worker.produce(IntStream.range(0, objects)
                .mapToObj(number -> Events.event(
                        "msg_other_" + number,
                        "organizationMembershipRequest.updated",
                        1,
                        "x_" + number,
                        "{\"id\":\"x_%d\",\"updated_at\":%d,\"user_id\":\"%s\"}".formatted(number, Events.BASE, gone)))
                .toList());
        survey.worker.awaitDrained();
        survey.objects.end(gone);

        SurveyReport refused = survey.run(SurveyOptions.REPAIR.endingExtra(null));

        assertThat(refused.reasons())
                .anyMatch(reason -> reason.startsWith("nothing of other_objects, users was ended")
                        && reason.endsWith("repeat with --cap " + objects));
        assertThat(survey.live(SurveyTable.USERS)).contains(gone);

        SurveyReport ended = survey.run(SurveyOptions.REPAIR.endingExtra((long) objects));

        assertThat(ended.drift()).as("%s", ended).isZero();
        assertThat(survey.live(SurveyTable.USERS)).doesNotContain(gone);
        assertThat(survey.worker.database.rows("select count(*) from clerk.other_objects where deleted_at is null"))
                .containsExactly("0");
    }

    @Test
    void freshnessCountsWebhooksAlone() throws Exception {
        backfilled();
        assertThat(freshnessCounts()).isZero();

        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.worker.produce(List.of(changedAtClerk(user, 1)));
        survey.worker.awaitDrained();
        assertThat(freshnessCounts()).isEqualTo(1);

        survey.age();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id = '" + user + "'");
        assertThat(survey.run(SurveyOptions.REPAIR).published()).isEqualTo(1);
        assertThat(freshnessCounts()).isEqualTo(1);
    }

    private long freshnessCounts() {
        return survey.worker
                .registry
                .get("rollcall.freshness")
                .tag("stage", "received")
                .timer()
                .count();
    }

    /** Of eight kilobytes of metadata PostgreSQL prints fifty times as much, a page of them as much as a worker's heap. */
    @Test
    void heavyRowsAreAllComparedAndReadByPortions() throws Exception {
        for (int heavy = 0; heavy < 100; heavy++) {
            ObjectNode user = JsonMapper.shared()
                    .createObjectNode()
                    .put("id", "user_heavy%03d".formatted(heavy))
                    .put("object", "user")
                    .put("created_at", 1_700_000_000_000L)
                    .put("updated_at", 1_700_000_000_000L);
            ArrayNode numbers = user.putObject("public_metadata").putArray("n");
            for (int number = 0; number < 8 * 1_024 / "1e308,".length(); number++) {
                numbers.add(1e308);
            }
            survey.objects.put("user", user, Owners.NONE);
        }
        assertThat(survey.run(SurveyOptions.BACKFILL.ofTables(Set.of("users"))).complete())
                .isTrue();
        survey.age();
        survey.worker.database.execute(
                "update clerk.users set public_metadata = jsonb_set(public_metadata, '{n,1000}', '7') where id ~ '[27]$'");
        MeasuredReads reads = new MeasuredReads();
        survey.database = reads.of(survey.worker.database.pool);

        SurveyReport report = survey.run(SurveyOptions.DRY.ofTables(Set.of("users")));

        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(survey.worker.database.rows("select counts from rollcall.survey_tables where run = " + report.run()))
                .containsExactly("{\"equal\": 80, \"different\": 20}");
        assertThat(found(report, "users")).containsExactly(Map.entry(Verdict.DIFFERENT, 20L));
        assertThat(of(report, "users").left()).containsEntry(Verdict.DIFFERENT, 20L);
        assertThat(reads.all()).as("both looks").isGreaterThan(120L * 1_000 * "1e308".length() * 60);
        assertThat(reads.most()).isLessThan(StoredContent.MOST_BYTES + 64 * 1_024);
    }

    @Test
    void aboveTenThousandSuspectsTheFirstLookCountsAndTheRunSaysSo() throws Exception {
        survey.worldOf(14, 300);
        assertThat(survey.run(SurveyOptions.BACKFILL.ofTables(Set.of("users"))).complete())
                .isTrue();
        survey.age();
        for (int more = 0; more <= SecondLook.MOST_SUSPECTS; more++) {
            String id = String.format("user_more%06d", more);
            survey.objects.put(
                    "user",
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("id", id)
                            .put("object", "user")
                            .put("created_at", 1_700_000_000_000L)
                            .put("updated_at", 1_700_000_000_000L),
                    Owners.NONE);
        }
        AtomicLong askedBefore = new AtomicLong();
        survey.steps = step -> {
            if (step.equals("look")) {
                askedBefore.set(survey.clerk.counts().requests());
            }
        };

        SurveyReport report = survey.run(SurveyOptions.DRY.ofTables(Set.of("users")));

        assertThat(report.reasons())
                .containsExactly("users: 10,001 suspects are too many for a second look; they count as found");
        assertThat(of(report, "users").left()).containsEntry(Verdict.MISSING, SecondLook.MOST_SUSPECTS + 1L);
        assertThat(report.complete()).isTrue();
        assertThat(survey.clerk.counts().requests())
                .as("none is asked for again")
                .isEqualTo(askedBefore.get());
    }

    /** Of so many none is kept beyond ten thousand, and all are counted. */
    @Test
    void allUnlistedRowsAreLeftHoweverManyThereAre() throws Exception {
        survey.worldOf(15, 300);
        Set<String> users = Set.of("users");
        survey.run(SurveyOptions.BACKFILL.ofTables(users));
        survey.worker.database.execute("insert into clerk.users select copy.* from clerk.users one,"
                + " generate_series(1, 10500) number,"
                + " jsonb_populate_record(one, jsonb_build_object('id', 'user_more' || number)) copy where one.id = '"
                + survey.live(SurveyTable.USERS).iterator().next() + "'");
        survey.age();

        for (SurveyOptions options : List.of(SurveyOptions.DRY, SurveyOptions.BACKFILL, SurveyOptions.REPAIR)) {
            SurveyReport report = survey.run(options.ofTables(users));

            assertThat(of(report, "users").found()).containsEntry(Verdict.UNCONFIRMED, 10_500L);
            assertThat(of(report, "users").left()).containsEntry(Verdict.UNCONFIRMED, 10_500L);
            assertThat(report.drift()).isEqualTo(10_500);
            assertThat(survey.worker.database.rows("select found, \"left\" from rollcall.drift"
                            + " where \"table\" = 'users' and verdict = 'unconfirmed'"))
                    .containsExactly("10500|10500");
            if (!options.backfill()) {
                assertThat(report.reasons())
                        .contains("10,500 rows that Clerk does not list are too many to be confirmed one by one");
            }
        }
    }

    @Test
    void aSurveyThatIsKilledBetweenItsStepsGoesOnToTheSameResult() throws Exception {
        survey.worldOf(12, 6_000);
        AtomicInteger step = new AtomicInteger();
        int kills = 0;
        SurveyReport report = null;
        while (report == null) {
            int killAt = 3 + kills * 2;
            step.set(0);
            survey.steps = name -> {
                if (step.incrementAndGet() == killAt) {
                    throw new SurveyCase.KilledException(name);
                }
            };
            try {
                report = survey.run(SurveyOptions.BACKFILL.ofTables(EVERYTHING));
            } catch (SurveyCase.KilledException killed) {
                kills++;
                // A killed process would hold it until it runs out.
                survey.worker.database.execute("delete from rollcall.survey_lease");
            }
        }
        assertThat(kills).isGreaterThan(2);
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(survey.said).anyMatch(line -> line.startsWith("Going on with survey"));
        survey.assertIsTheWorld();
        survey.worker.assertFeedIsExact();
        assertThat(survey.worker.database.rows("select count(*), min(state) from rollcall.survey_runs"))
                .containsExactly("1|complete");
    }

    @Test
    void aKeyOfAnotherInstanceChangesNothing() throws Exception {
        survey.worker.bindTo("ins_production0000000000000000");
        survey.worldOf(13, 300);
        long records = survey.records();

        for (SurveyOptions options : List.of(SurveyOptions.BACKFILL, SurveyOptions.REPAIR.endingExtra(null))) {
            assertThatThrownBy(() -> survey.run(options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CLERK_SECRET_KEY is of " + Events.INSTANCE)
                    .hasMessageNotContaining(SurveyCase.KEY);
        }
        assertThat(survey.records()).isEqualTo(records);
        assertThat(survey.worker.database.count("rollcall.survey_runs")).isZero();
    }

    @Test
    void aFeatureThatIsSwitchedOffInTheMiddleChangesNothing() throws Exception {
        backfilled();
        long records = survey.records();
        AtomicInteger pages = new AtomicInteger();
        survey.steps = step -> {
            if (step.equals("checkpoint") && pages.incrementAndGet() == 1) {
                survey.clerk.misbehave(ApiFaults.NONE.withOff(Feature.ORGANIZATIONS));
            }
        };

        SurveyReport report = survey.run(SurveyOptions.REPAIR.endingExtra(1_000_000L));

        assertThat(report.complete()).isFalse();
        assertThat(report.published()).isZero();
        assertThat(report.tables().stream().map(SurveyReport.OfTable::reason).filter(Objects::nonNull))
                .isNotEmpty();
        assertThat(survey.records()).isEqualTo(records);
        survey.assertIsTheWorld();
    }
}
