package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.batch.Written;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** P2 and P3: any order, duplication, batching and partitioning of a history ends in the model's tables and feed. */
class OrderDoesNotMatterIT {

    private static final ChangeAnnouncer ANNOUNCER = new ChangeAnnouncer(new Topics(""), Set.of());
    private static final TestDatabase database = TestDatabase.create().keepingItsAdministrator();
    private static final TestDatabase icuDatabase =
            TestDatabase.createWithIcuLocale("de-DE").keepingItsAdministrator();

    @AfterContainer
    static void closeDatabases() {
        database.close();
        icuDatabase.close();
    }

    /** Few ids and few times, so that ties, re-joins and late deletes are frequent. */
    @Provide
    Arbitrary<List<Fact>> histories() {
        return Arbitraries.randomValue(OrderDoesNotMatterIT::fact)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(facts -> {
                    List<Fact> distinct = new ArrayList<>();
                    Set<String> messages = new HashSet<>();
                    for (Fact fact : facts) {
                        if (messages.add(fact.messageId())) {
                            distinct.add(fact);
                        }
                    }
                    return distinct;
                });
    }

    private static Fact fact(Random random) {
        String message = "msg_" + (random.nextBoolean() ? "a" : "B") + random.nextInt(1_000_000);
        long updatedAt = random.nextInt(4);
        String marker = message.substring(4);
        int id = random.nextInt(3);
        // A membership's owners never change.
        int membership = random.nextInt(6);
        String organization = "org_" + membership % 3;
        String user = "user_" + membership / 2;
        return switch (random.nextInt(18)) {
            // The owners of an object that nobody knows may be others each time.
            case 12, 13, 14 ->
                new Fact.OtherState(
                        message,
                        "psk_" + id,
                        random.nextBoolean() ? "org_" + random.nextInt(3) : "",
                        random.nextInt(3) > 0 ? "user_" + random.nextInt(3) : "",
                        updatedAt,
                        marker);
            case 16, 17 -> new Fact.MembershipPart(message, "orgmem_" + membership, updatedAt, marker);
            case 15 -> new Fact.Delete(message, Model.OTHER, "psk_" + id, updatedAt);
            case 0, 1, 2 -> new Fact.UserState(message, "user_" + id, updatedAt, marker);
            case 3, 4, 5 -> new Fact.OrganizationState(message, "org_" + id, updatedAt, marker);
            case 6, 7, 8, 9 ->
                new Fact.MembershipState(message, "orgmem_" + membership, organization, user, updatedAt, marker);
            case 10 ->
                new Fact.Delete(
                        message,
                        random.nextBoolean() ? "user" : "organization",
                        (random.nextBoolean() ? "user_" : "org_") + id,
                        updatedAt);
            default ->
                new Fact.MembershipDelete(message, "orgmem_" + membership, organization, user, updatedAt, updatedAt);
        };
    }

    private static List<Fact> valid(List<Fact> facts) {
        return facts.stream()
                .filter(fact -> !(fact instanceof Fact.Delete delete)
                        || delete.resource().equals(Model.OTHER)
                        || delete.id().startsWith(delete.resource().equals("user") ? "user_" : "org_"))
                .toList();
    }

    @Property(tries = 150)
    void anyOrderEndsInTheModelsTables(@ForAll("histories") List<Fact> generated, @ForAll long seed)
            throws SQLException {
        check(database, valid(generated), new Random(seed));
    }

    @Property(tries = 40)
    void alsoInADatabaseWithAnIcuLocale(@ForAll("histories") List<Fact> generated, @ForAll long seed)
            throws SQLException {
        check(icuDatabase, valid(generated), new Random(seed));
    }

    private static void check(TestDatabase where, List<Fact> facts, Random random) throws SQLException {
        where.clear();
        Applying applying = new Applying(where.pool);
        List<Fact> deliveries = new ArrayList<>(facts);
        facts.stream().filter(fact -> random.nextInt(4) == 0).forEach(deliveries::add);
        Collections.shuffle(deliveries, random);
        for (int from = 0; from < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), from + 1 + random.nextInt(10));
            List<Placed> batch = deliveries.subList(from, to).stream()
                    .map(fact -> new Placed(Model.event(fact), random.nextInt(3)))
                    .toList();
            applying.apply(batch);
            from = to;
        }
        assertThat(Model.actual(where)).isEqualTo(Model.expected(facts));
        assertThat(Model.wrongAddresses(where)).isEmpty();
        assertFeedFoldsToTheTable(applying.feed, where);
    }

    /** P4 as far as it goes without Kafka: each row's revisions rise, and the last value announced is the table's. */
    static void assertFeedFoldsToTheTable(List<Written> feed, TestDatabase where) {
        Map<String, Long> revisions = new HashMap<>();
        Map<Resource, Map<String, byte[]>> folds = new EnumMap<>(Resource.class);
        Iterator<ProducerRecord<byte[], byte[]>> records =
                ANNOUNCER.announce(feed, "ins_any", coordinates -> null).iterator();
        for (Written written : feed) {
            String id = written.key().id();
            Long before = revisions.put(id, written.revision());
            assertThat(before == null ? 0 : before).isLessThan(written.revision());
            byte[] value = records.next().value();
            Map<String, byte[]> fold = folds.computeIfAbsent(written.table().resource(), resource -> new HashMap<>());
            if (value == null) {
                fold.remove(id);
            } else {
                fold.put(id, value);
            }
        }
        for (Resource resource : List.of(Resource.USER, Resource.ORGANIZATION, Resource.ORGANIZATION_MEMBERSHIP)) {
            FoldedFeed.assertIsTheTable(where, resource, folds.getOrDefault(resource, Map.of()));
            where.rows("select id, sync_revision from clerk." + resource.table() + " order by id")
                    .forEach(row -> assertThat(row).isEqualTo(idOf(row) + "|" + revisions.get(idOf(row))));
        }
    }

    private static String idOf(String row) {
        return row.substring(0, row.indexOf('|'));
    }
}
