package dev.rollcall.local.stack;

import dev.rollcall.local.application.Applications;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.process.Together;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.local.stack.RunState.Phase;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts the stack in order, keeps every part running, and stops it in the opposite order. */
public final class Supervisor {

    /** The database that a PostgreSQL of the stack's own holds. */
    private static final String DATABASE = "rollcall";

    /** The longest of a first start, and never again: everything else waits for it. */
    private static final String LEARNING = "Quick start of this build, which is prepared once,";

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final Duration LONGEST_END_OF_PREVIOUS = Duration.ofSeconds(20);

    private final StackHome home;
    private final StackSettings settings;
    private final Narrator narrator;
    private final Map<PartName, SupervisedPart> parts = new EnumMap<>(PartName.class);
    private RunState.@Nullable Connections connections;
    private @Nullable InheritedSettings inherited;
    private Phase phase = Phase.STARTING;
    private @Nullable DemoClerk clerk;
    private @Nullable StackWiring wiring;
    private @Nullable DemoTraffic demo;

    /** @param settings ports that are 0 become free ones */
    public Supervisor(StackHome home, StackSettings settings, Narrator narrator) {
        this.home = home;
        this.settings = settings.with(settings.ports().chosen());
        this.narrator = narrator;
    }

    /**
     * Starts everything and returns when it is ready. After a failure or an interrupt {@link #stop} is due.
     *
     * @param built the jars to run
     * @param asDemo with a Clerk of its own
     * @return where everything is
     * @throws StartFailedException with one line that says what to do
     */
    public RunState.Connections start(Applications built, boolean asDemo) throws Exception {
        awaitEndOfPrevious();
        boolean ownPostgres = settings.database() == null;
        boolean ownKafka = settings.kafka() == null;
        settings.ports().requireFree(ownPostgres, ownKafka);
        GivenServers.requireAnswers(settings);
        home.rotateLogs();
        // Asked once: it reads every jar of the broker.
        boolean brokerIsToLearn = ownKafka && !KafkaServer.isPrepared();
        boolean buildIsToLearn = !built.arePrepared() || brokerIsToLearn;

        CompletableFuture<Applications> applications = new CompletableFuture<>();
        CompletableFuture<DatabaseUrl> administrator = new CompletableFuture<>();
        List<Together.Step> steps = new ArrayList<>();
        String preparing = preparing(ownPostgres, ownKafka);
        Phases phases = new Phases(narrator, buildIsToLearn ? LEARNING : preparing);
        Runnable learnt = buildIsToLearn ? phases.thenAfter(brokerIsToLearn ? 2 : 1, preparing) : () -> {};
        steps.add(() -> {
            applications.complete(built.prepared());
            learnt.run();
        });
        if (brokerIsToLearn) {
            steps.add(() -> {
                KafkaServer.prepare();
                learnt.run();
            });
        }
        if (asDemo) {
            steps.add(() -> begin(DemoClerk.start(home, settings.instanceId())));
        }
        // The schema does not wait for Kafka, nor the topics for PostgreSQL.
        steps.add(() -> {
            DatabaseUrl found = startDatabase();
            requireNotOfTheSimulator(found);
            administrator.complete(found);
            run(new Preparation(home, settings, applications.get()).migrate(found));
        });
        steps.add(() -> {
            if (ownKafka) {
                start(new KafkaPart(home, settings.ports().kafka()));
            }
            run(new Preparation(home, settings, applications.get()).topics(kafka()));
        });
        phases.run(steps);

        StackWiring all = wired(
                new StackWiring(home, settings, applications.join(), administrator.join(), kafka(), localClerk()));
        connect(all.connections(), all.inherited(System.getenv()));
        new Phases(narrator, "Worker and gateway").run(List.of(() -> start(all.worker()), () -> start(all.gateway())));
        enter(Phase.READY);
        return all.connections();
    }

    private synchronized void begin(DemoClerk started) {
        clerk = started;
    }

    private synchronized @Nullable DemoClerk localClerk() {
        return clerk;
    }

    private synchronized StackWiring wired(StackWiring all) {
        wiring = all;
        return all;
    }

    /** Copies the demo's world as it was before the first webhook, the first time. */
    public void backfillDemo() throws InterruptedException {
        DemoClerk local;
        StackWiring to;
        synchronized (this) {
            local = clerk;
            to = wiring;
        }
        if (local == null || to == null || !local.world().isNew()) {
            return;
        }
        try {
            new Phases(
                            narrator,
                            "Backfill of %,d objects that Clerk had before the first webhook"
                                    .formatted(local.objects()))
                    .run(List.of(() -> run(to.backfill(local))));
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Exception failed) {
            narrator.say(failed.getMessage() + "; the events follow without it");
        }
    }

    /** Lets the simulator send events until the stop. */
    public synchronized void startDemo() throws IOException {
        RunState.Connections to = connections;
        DemoClerk local = clerk;
        if (to != null && local != null && phase == Phase.READY) {
            demo = DemoTraffic.start(to, local.world(), narrator);
        }
    }

    /** Stops the simulator, gateway, worker, Kafka and PostgreSQL, in this order. */
    @SuppressWarnings(
            "try") // What lasts as long as the block; the formatter may run on a Java that knows no name for it.
    public void stop() {
        List<SupervisedPart> lastFirst;
        DemoTraffic traffic;
        DemoClerk local;
        synchronized (this) {
            phase = Phase.STOPPING;
            lastFirst = new ArrayList<>(parts.values()).reversed();
            traffic = demo;
            local = clerk;
        }
        publish();
        if (traffic != null) {
            narrator.say("Stopping the simulator");
            traffic.stop();
        }
        if (local != null) {
            local.close();
        }
        for (SupervisedPart part : lastFirst) {
            try (Narrator.Wait wait = narrator.begin("Stopping " + part.name().label())) {
                part.stop(GRACE);
            }
        }
        publish();
    }

    /**
     * A database belongs to one Clerk instance for good. Users who give the secret of their own endpoint must not find
     * out later that all its events became dead letters.
     */
    private void requireNotOfTheSimulator(DatabaseUrl administrator) throws IOException {
        SigningSecrets given = settings.signingSecrets();
        if (given != null
                && settings.instanceId() == null
                && !given.text().equals(home.signingSecret())
                && home.latestSigningSecrets().filter(given::equals).isEmpty()
                && BoundInstance.isOfTheSimulator(administrator)) {
            throw new IllegalArgumentException(BoundInstance.advice(home.directory()));
        }
    }

    private void awaitEndOfPrevious() throws IOException, InterruptedException {
        List<RunState.Part> previous =
                RunState.ofLatest(home).map(RunState::parts).orElse(List.of());
        for (RunState.Part part : previous) {
            RunningProcess process = part.process();
            if (process != null && !process.awaitEnd(LONGEST_END_OF_PREVIOUS)) {
                throw new StartFailedException("%s of the previous run still runs as process %d; end it with: kill %d"
                        .formatted(part.name().label(), process.pid(), process.pid()));
            }
        }
    }

    private void start(Part part) throws InterruptedException {
        SupervisedPart supervised = new SupervisedPart(part, narrator, this::publish, BETWEEN_LOOKS);
        synchronized (this) {
            parts.put(part.name(), supervised);
        }
        supervised.start();
    }

    private static void run(ChildCommand command) throws InterruptedException {
        try (ChildProcess task = ChildProcess.start(command)) {
            int exitCode = task.awaitExit();
            if (exitCode != 0) {
                throw new StartFailedException(
                        "%s ended with exit code %d. %s".formatted(command.name(), exitCode, task.explanation()));
            }
        }
    }

    /** The given one, or one of the stack's own, which is started. */
    private DatabaseUrl startDatabase() throws InterruptedException {
        DatabaseUrl given = settings.database();
        if (given != null) {
            return given;
        }
        AtomicReference<@Nullable PostgresServer> started = new AtomicReference<>();
        start(new PostgresPart(home, settings.ports().postgres(), started::set));
        PostgresServer own = Objects.requireNonNull(started.get(), "set by its start");
        own.createDatabaseIfMissing(DATABASE);
        return DatabaseUrl.parse(own.jdbcUrl(DATABASE));
    }

    private KafkaAccess kafka() {
        KafkaAccess given = settings.kafka();
        return given != null
                ? given
                : KafkaAccess.open("127.0.0.1:" + settings.ports().kafka());
    }

    private static String preparing(boolean ownPostgres, boolean ownKafka) {
        if (ownPostgres) {
            return ownKafka ? "PostgreSQL, Kafka, schema and topics" : "PostgreSQL, schema and topics";
        }
        return ownKafka ? "Kafka, schema and topics" : "Schema and topics";
    }

    private synchronized void connect(RunState.Connections all, InheritedSettings fromTheShell) {
        connections = all;
        inherited = fromTheShell;
        publish();
    }

    private synchronized void enter(Phase next) {
        if (phase != Phase.STOPPING) {
            phase = next;
        }
        publish();
    }

    /** Writes the state as it is now. Until the connections are known only the supervisor's own is of interest. */
    private synchronized void publish() {
        List<RunState.Part> states = new ArrayList<>();
        for (PartName name : PartName.values()) {
            SupervisedPart part = parts.get(name);
            states.add(part != null ? part.state() : notOwn(name));
        }
        RunState state =
                new RunState(RunningProcess.of(ProcessHandle.current()), phase, states, connections, inherited);
        try {
            state.writeTo(home);
        } catch (IOException failed) {
            narrator.say("the state cannot be written to %s: %s".formatted(home.stateFile(), failed.getMessage()));
        }
    }

    private RunState.Part notOwn(PartName name) {
        boolean own = switch (name) {
            case POSTGRES -> settings.database() == null;
            case KAFKA -> settings.kafka() == null;
            case WORKER, GATEWAY -> true;
        };
        return new RunState.Part(name, null, Map.of(), null, 0, own);
    }
}
