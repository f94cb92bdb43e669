package dev.rollcall.worker.simulation;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.PollBounds;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.Model;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.BatchPipeline;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.apply.MemoryTables;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.BatchTurn;
import dev.rollcall.worker.copy.consume.LoopClock;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.consume.LoopSettings;
import dev.rollcall.worker.copy.consume.LoopSources;
import dev.rollcall.worker.copy.consume.SteppedLoop;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.progress.MemoryProgress;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Two workers, a log and a database in one thread's time: the production loop and every step of the batch, with clients
 * and tables in memory. The seed decides who goes on, who is killed, what is unanswered, and what the log holds.
 */
final class Simulation {

    private static final int FAULTY_STEPS = 500;
    private static final int MOST_STEPS = 40_000;
    private static final int LARGEST_BATCH = 6;

    /** So little that batches are cut by bytes too, and that one is gathered from several polls. */
    private static final MemoryBudget.OfLoop MEMORY =
            new MemoryBudget.OfLoop(2_500, 1024 * 1024, new PollBounds(1, 1024, 1024));

    private static final Topics TOPICS = new Topics("");
    private static final Uuid TOPIC_ID = new Uuid(1, 2);
    private static final Set<String> REFUSALS = Set.of(
            SaslAuthenticationException.class.getSimpleName(), GroupAuthorizationException.class.getSimpleName());
    private static final int FIRST_NAME = Table.ofResource(Resource.USER).columns().stream()
            .map(Column::name)
            .toList()
            .indexOf("first_name");

    private final World world;
    private final Checks checks;
    private final MemoryTables tables;
    private final MemoryProgress progress;
    private final SimulatedKafka kafka;
    private final SimulatedStore store;
    private final List<Fact> facts = new ArrayList<>();
    private final Set<String> poison = new HashSet<>();
    private final Map<String, Scheduler.Actor> workers = new TreeMap<>();
    private int messages;

    private Simulation(long seed, Set<Sabotage> sabotages) {
        world = new World(seed, sabotages);
        checks = new Checks(world);
        tables = new MemoryTables(
                brokenRules(),
                (table, row) -> table.label().equals("users")
                        && String.valueOf(row.value(FIRST_NAME)).startsWith("refused"),
                checks::rowCommitted);
        progress = new MemoryProgress(world.has(Sabotage.COORDINATES));
        kafka = new SimulatedKafka(world, this::announced);
        store = new SimulatedStore(world, tables, progress);
    }

    /** What was found wrong; empty when every invariant held after every step. */
    static Optional<World.Finding> run(long seed, Set<Sabotage> sabotages) {
        Simulation simulation = new Simulation(seed, sabotages);
        // A turn of the scheduler is cheap between virtual threads only.
        CompletableFuture<Optional<World.Finding>> finding = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                simulation.run();
                simulation.world.scheduler.end();
                finding.complete(Optional.ofNullable(simulation.world.finding()));
            } catch (RuntimeException | Error defect) {
                finding.completeExceptionally(defect);
            }
        });
        return finding.join();
    }

    private void announced(List<SimulatedKafka.Appended> records, Map<TopicPartition, Long> offsets) {
        checks.announced(kafka, progress, records, offsets);
    }

    private Set<MemoryTables.Rule> brokenRules() {
        Set<MemoryTables.Rule> broken = EnumSet.noneOf(MemoryTables.Rule.class);
        for (MemoryTables.Rule rule : MemoryTables.Rule.values()) {
            if (world.sabotages.stream().anyMatch(sabotage -> sabotage.name().equals(rule.name()))) {
                broken.add(rule);
            }
        }
        return broken;
    }

    private void run() {
        List<String> identities = List.of("worker-0-0", "worker-1-0");
        identities.forEach(this::start);
        for (int step = 0; step < FAULTY_STEPS && world.finding() == null; step++) {
            disturb(identities);
            // For a while there may be nobody to go on.
            step();
        }
        world.faulty = false;
        for (int step = 0; !isDone() && world.finding() == null; step++) {
            identities.stream().filter(name -> !isAlive(name)).forEach(this::start);
            world.require(step < MOST_STEPS, Invariant.EVERYTHING_DRAINS, "after " + step + " steps");
            world.require(step(), Invariant.EVERYTHING_DRAINS, "nobody can go on");
        }
        if (world.finding() == null) {
            checks.atTheEnd(kafka, tables, expectedFacts(), poison, store.deadLetters());
        }
    }

    private boolean isDone() {
        return kafka.isDrained() && workers.keySet().stream().allMatch(kafka::hasMember);
    }

    private boolean step() {
        world.pass(1_000_000L * world.random.nextInt(5));
        return world.scheduler.step();
    }

    private boolean isAlive(String identity) {
        Scheduler.Actor actor = workers.get(identity);
        return actor != null && actor.isAlive();
    }

    private void disturb(List<String> identities) {
        if (world.chance(0.15)) {
            produce();
        }
        String one = identities.get(world.random.nextInt(identities.size()));
        if (!isAlive(one)) {
            if (world.chance(0.1)) {
                kafka.expireTransaction(one);
            }
            if (world.chance(0.1)) {
                kafka.expire(one);
            }
            if (world.chance(0.1)) {
                start(one);
            }
        } else if (world.chance(0.01)) {
            workers.get(one).kill();
        }
        if (world.chance(0.02)) {
            kafka.rebalance();
        }
        if (world.chance(0.005)) {
            kafka.expire(one);
        }
    }

    // The workers.

    private void start(String identity) {
        DeadLetters deadLetters = new DeadLetters(TOPICS, Clock.systemUTC());
        BatchProcessor pipeline = new BatchPipeline(
                new RecordDecoder(Set.of(), Clock.systemUTC()),
                store,
                new InstanceBinding(null),
                new ChangeAnnouncer(TOPICS, Set.of()),
                deadLetters);
        LoopSources sources = new LoopSources(
                store,
                () -> TOPIC_ID,
                new LoopClock(world::nanoTime, Clock.systemUTC(), world.random::nextDouble, world::sleep));
        SteppedLoop loop = new SteppedLoop(
                new LoopSettings(
                        SimulatedKafka.EVENTS, identity, 0, LARGEST_BATCH, Duration.ofSeconds(1), MEMORY, false),
                joining -> new SimulatedConsumer(world, kafka, identity, LARGEST_BATCH, joining),
                new KafkaTransaction(() -> new SimulatedProducer(world, kafka, identity)),
                world.has(Sabotage.ASSIGNMENT_CHECK) ? unchecked(pipeline) : pipeline,
                sources,
                new Listener());
        workers.put(identity, world.scheduler.start(loop));
    }

    private static BatchProcessor unchecked(BatchProcessor pipeline) {
        return (batch, transaction, turn) -> pipeline.process(batch, transaction, new Unchecked(turn));
    }

    /** A turn that says that nothing has changed. */
    private record Unchecked(BatchTurn turn) implements BatchTurn {
        @Override
        public @Nullable Failure failureOf(SourceRecord record) {
            return turn.failureOf(record);
        }

        @Override
        public long nowMillis() {
            return turn.nowMillis();
        }

        @Override
        public boolean assignmentUnchanged() {
            return true;
        }

        @Override
        public long logStart(TopicPartition partition) {
            return turn.logStart(partition);
        }

        @Override
        public void goesOn() {
            turn.goesOn();
        }

        @Override
        public void committing(BatchResult result) {
            turn.committing(result);
        }

        @Override
        public void reached(BatchStep step) {
            turn.reached(step);
        }
    }

    private final class Listener implements LoopListener {
        @Override
        public void reached(BatchStep step) {
            world.scheduler.pause();
        }

        @Override
        public void committed(PolledBatch batch, BatchResult result) {
            int outcomes = result.applied().outcomes().size()
                    + result.resolution().rejected().size()
                    + result.resolution().ignored().size();
            world.require(outcomes == batch.size(), Invariant.NOTHING_LOST, outcomes + " outcomes of " + batch.size());
        }

        @Override
        public void failed(Failure failure) {
            switch (failure.kind()) {
                case UNKNOWN ->
                    world.require(REFUSALS.contains(failure.label()), Invariant.NO_UNKNOWN_FAILURE, failure.label());
                case DATA, TRANSIENT -> {}
            }
        }

        @Override
        public void ended(String line) {
            if (!world.scheduler.isDying()) {
                world.report(Invariant.NO_UNKNOWN_FAILURE, line);
            }
        }
    }

    // The log.

    private void produce() {
        int kind = world.random.nextInt(20);
        if (kind == 0) {
            poison.add(append(
                    "poison",
                    "key",
                    "{".getBytes(StandardCharsets.UTF_8),
                    world.random.nextInt(SimulatedKafka.PARTITIONS)));
        } else if (kind < 5 && !facts.isEmpty()) {
            // The same message once more, also where it does not belong.
            appendEvent(facts.get(world.random.nextInt(facts.size())), world.random.nextInt(SimulatedKafka.PARTITIONS));
        } else {
            Fact fact = fact("msg_" + ++messages);
            facts.add(fact);
            Events.Event event = Model.event(fact);
            boolean whereItBelongs = world.random.nextInt(3) > 0;
            appendEvent(
                    fact,
                    Math.floorMod(
                            whereItBelongs ? event.key().hashCode() : world.random.nextInt(),
                            SimulatedKafka.PARTITIONS));
        }
    }

    private Fact fact(String message) {
        int user = world.random.nextInt(4);
        int organization = world.random.nextInt(2);
        int membership = world.random.nextInt(8);
        int updatedAt = world.random.nextInt(20);
        return switch (world.random.nextInt(15)) {
            case 14 -> new Fact.MembershipPart(message, "orgmem_" + membership, updatedAt, message);
            case 12, 13 ->
                new Fact.OtherState(
                        message,
                        "psk_" + membership % 3,
                        membership > 4 ? "org_" + organization : "",
                        "user_" + user,
                        updatedAt,
                        message);
            case 0 -> new Fact.UserState(message, "user_" + user, updatedAt, "refused" + message);
            case 1, 2, 3 -> new Fact.UserState(message, "user_" + user, updatedAt, message);
            case 4, 5 -> new Fact.OrganizationState(message, "org_" + organization, updatedAt, message);
            case 6 -> deletion(message, user, organization);
            case 7 ->
                new Fact.MembershipDelete(
                        message,
                        "orgmem_" + membership,
                        "org_" + membership % 2,
                        "user_" + membership % 4,
                        updatedAt,
                        30);
            default ->
                new Fact.MembershipState(
                        message,
                        "orgmem_" + membership,
                        "org_" + membership % 2,
                        "user_" + membership % 4,
                        updatedAt,
                        message);
        };
    }

    private Fact deletion(String message, int user, int organization) {
        return world.random.nextInt(3) == 0
                ? new Fact.Delete(message, "organization", "org_" + organization, 30)
                : new Fact.Delete(message, "user", "user_" + user, 30);
    }

    /** A state that the database refuses becomes a dead letter, or lost to another: either way it leaves no trace. */
    private List<Fact> expectedFacts() {
        return facts.stream()
                .filter(fact ->
                        !(fact instanceof Fact.UserState state && state.marker().startsWith("refused")))
                .toList();
    }

    private void appendEvent(Fact fact, int partition) {
        Events.Event event = Model.event(fact);
        append(event.messageId(), event.key(), event.bytes(), partition);
    }

    private String append(String messageId, String key, byte[] value, int partition) {
        TopicPartition where = new TopicPartition(SimulatedKafka.EVENTS, partition);
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, messageId.getBytes(StandardCharsets.UTF_8));
        long offset = kafka.end(where);
        kafka.log(where)
                .add(new ConsumerRecord<>(
                        where.topic(),
                        partition,
                        offset,
                        Events.BASE + 3_600_000,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key.getBytes(StandardCharsets.UTF_8),
                        value,
                        headers,
                        Optional.empty()));
        return where + "@" + offset;
    }
}
