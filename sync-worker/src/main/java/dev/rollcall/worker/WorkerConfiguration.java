package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.OperatorLine;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.kafka.KafkaClientLog;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.KafkaClientsConfiguration;
import dev.rollcall.startup.kafka.TopicSettings;
import dev.rollcall.startup.trace.TraceSettings;
import dev.rollcall.worker.copy.BatchPipeline;
import dev.rollcall.worker.copy.announce.AnnounceSettings;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.LoopClock;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.consume.LoopSettings;
import dev.rollcall.worker.copy.consume.LoopSources;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.consume.WorkerSettings;
import dev.rollcall.worker.copy.decode.DecodeSettings;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.instance.InstanceSettings;
import dev.rollcall.worker.copy.metrics.DatabaseGauges;
import dev.rollcall.worker.copy.metrics.DeadLetterGauges;
import dev.rollcall.worker.copy.metrics.EventsTopicGauges;
import dev.rollcall.worker.copy.metrics.PartitionGauges;
import dev.rollcall.worker.copy.metrics.WorkerMetrics;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.store.CheckedDatabase;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.copy.store.PostgresStore;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.trace.BatchTraces;
import dev.rollcall.worker.copy.trace.JournaledBatches;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.console.NewestEvents;
import dev.rollcall.worker.operate.deadletters.AwaitedLetters;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.erase.DueErasure;
import dev.rollcall.worker.operate.erase.ErasureSettings;
import dev.rollcall.worker.operate.freshness.SignOfLife;
import dev.rollcall.worker.operate.freshness.Watermarks;
import dev.rollcall.worker.operate.history.HistorySettings;
import dev.rollcall.worker.operate.history.HistoryUpkeep;
import dev.rollcall.worker.operate.restore.RestoreWatch;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.database.DatabaseSettings;
import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Builds the steps and puts them together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TopicSettings.class, TraceSettings.class})
@Import(KafkaClientsConfiguration.class)
class WorkerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfiguration.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(28);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int ADMIN_METADATA_MILLIS = 5_000;

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    KafkaClientLog kafkaClientLog() {
        return KafkaClientLog.listening();
    }

    @Bean
    Topics topics(TopicSettings settings) {
        return settings.topics();
    }

    @Bean
    DatabaseUrl databaseUrl(DatabaseSettings settings, Environment environment) {
        return settings.url(environment);
    }

    /** In place of Spring Boot's, since the commands open theirs in the same way; its metrics are Spring Boot's. */
    @Bean
    HikariDataSource database(DatabaseUrl url, Environment environment, WorkerSettings worker) {
        return ConnectionPool.open(url, environment, worker.threads());
    }

    @Bean(destroyMethod = "close")
    Admin admin(KafkaClients kafka, WorkerSettings settings) {
        Map<String, Object> admin = new HashMap<>();
        admin.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.instance() + "-admin");
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        // It forgets that its credentials were refused only with the next metadata, by default after five minutes.
        admin.put(AdminClientConfig.METADATA_MAX_AGE_CONFIG, ADMIN_METADATA_MILLIS);
        return kafka.admin(admin);
    }

    @Bean
    InstanceBinding instanceBinding(InstanceSettings settings) {
        return new InstanceBinding(settings.clerkInstanceId());
    }

    @Bean
    DatabaseCheck databaseCheck(HikariDataSource database, InstanceSettings settings) {
        return new DatabaseCheck(database, settings.clerkInstanceId(), WorkerConfiguration::endProcess);
    }

    @Bean
    DeadLetters deadLetters(Topics topics, Clock clock) {
        return new DeadLetters(topics, clock);
    }

    @Bean
    Store store(HikariDataSource database, DatabaseCheck check, DeadLetters deadLetters, Clock clock) {
        return new PostgresStore(database, check, deadLetters, clock);
    }

    /** Closed after the loops have stopped: the last batches' spans are sent too. */
    @Bean
    BatchTraces batchTraces(TraceSettings traces, WorkerSettings settings) {
        return BatchTraces.of(traces, settings.instance());
    }

    @Bean
    BatchProcessor batchProcessor(
            Store store,
            InstanceBinding instance,
            Topics topics,
            DeadLetters deadLetters,
            DecodeSettings decoding,
            AnnounceSettings announcing,
            Clock clock) {
        return new BatchPipeline(
                new RecordDecoder(decoding.leftOut(), clock),
                store,
                instance,
                new ChangeAnnouncer(topics, announcing.announce()),
                deadLetters);
    }

    @Bean
    WorkerMetrics workerMetrics(MeterRegistry registry) {
        return new WorkerMetrics(registry, WorkerConfiguration::endProcess);
    }

    @Bean
    DeadLetterGauges deadLetterGauges(HikariDataSource database, MeterRegistry registry, Clock clock) {
        return new DeadLetterGauges(database, registry, clock);
    }

    @Bean
    DatabaseGauges databaseGauges(
            HikariDataSource database, ErasureSettings settings, MeterRegistry registry, Clock clock) {
        return new DatabaseGauges(database, settings.erasureHoldback(), registry, clock);
    }

    @Bean
    EventsTopicGauges eventsTopicGauges(Admin admin, Topics topics, MeterRegistry registry) {
        return new EventsTopicGauges(() -> TopicDeclaration.shapeOf(admin, topics.events()), registry);
    }

    @Bean
    DueErasure dueErasure(HikariDataSource database, DatabaseCheck check, ErasureSettings settings) {
        return new DueErasure(new CheckedDatabase(database, check), settings.erasureHoldback());
    }

    @Bean
    HistoryUpkeep historyUpkeep(HikariDataSource database, DatabaseCheck check, HistorySettings settings) {
        return new HistoryUpkeep(new CheckedDatabase(database, check), settings.historyMonths());
    }

    @Bean
    RestoreWatch restoreWatch(HikariDataSource database, DatabaseCheck check) {
        return new RestoreWatch(new CheckedDatabase(database, check));
    }

    @Bean
    SignOfLife signOfLife() {
        return new SignOfLife();
    }

    @Bean
    PartitionGauges partitionGauges(MeterRegistry registry, Clock clock) {
        return new PartitionGauges(registry, clock);
    }

    @Bean
    Watermarks watermarks(
            HikariDataSource database,
            DatabaseCheck check,
            Admin admin,
            Topics topics,
            WorkerSettings settings,
            SignOfLife life,
            PartitionGauges gauges) {
        return new Watermarks(database, check, admin, topics.events(), settings.instance(), life, gauges);
    }

    @Bean
    DeadLetterOffice deadLetterOffice(
            HikariDataSource database, DatabaseCheck check, KafkaClients kafka, Topics topics, Clock clock) {
        return new DeadLetterOffice(new CheckedDatabase(database, check), kafka, topics, clock);
    }

    @Bean
    AwaitedLetters awaitedLetters(
            HikariDataSource database, DeadLetterOffice office, WorkerSettings settings, Clock clock) {
        return new AwaitedLetters(database, office, Actor.ofWorker(settings.instance()), clock);
    }

    @Bean
    CopySettingsNote copySettingsNote(HikariDataSource database, DatabaseCheck check, DecodeSettings settings) {
        return new CopySettingsNote(
                new CheckedDatabase(database, check), CopiedWith.ofThisRelease(settings.storePrivateMetadata()));
    }

    @Bean
    StartCheck startCheck(DatabaseCheck database, Admin admin, Topics topics) {
        return new StartCheck(database, admin, topics);
    }

    @Bean
    SyncLoops syncLoops(
            WorkerSettings settings,
            KafkaClients kafka,
            Topics topics,
            BatchProcessor batches,
            Store store,
            Admin admin,
            BatchTraces traces,
            WorkerMetrics metrics,
            SignOfLife life,
            NewestEvents newest,
            MeterRegistry registry,
            Clock clock,
            DatabaseUrl url,
            StartCheck checked) {
        LOG.info(
                "Worker {} of release {}, {} threads, group {}; PostgreSQL {}, Kafka {}",
                settings.instance(),
                Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "unpacked"),
                settings.threads(),
                topics.workerGroup(),
                url,
                kafka.bootstrapServers());
        checked.run();
        LoopSources sources =
                new LoopSources(store, () -> TopicDeclaration.idOf(admin, topics.events()), LoopClock.of(clock));
        SyncLoops loops = new SyncLoops(
                topics.workerGroup(),
                kafka,
                new LoopSettings(
                        topics.events(),
                        settings.instance(),
                        0,
                        settings.batchRecords(),
                        POLL,
                        MemoryBudget.ofHeap().ofLoop(settings.threads()),
                        settings.leaveOnStop()),
                settings.threads(),
                batches,
                sources,
                LoopListener.all(traces.listener(clock), new JournaledBatches(), metrics, life, newest));
        WorkerMetrics.bind(registry, loops.states());
        return loops;
    }

    /** From a thread of its own: ending waits for the loops, and a loop asks for it. */
    private static void endProcess(String line) {
        LOG.error("The worker ends: {}", line);
        OperatorLine.write(LOG, WorkerApplication.PROGRAM, line);
        Thread.ofPlatform().name("end").start(() -> System.exit(1));
        Thread.ofPlatform().daemon().name("end at last").start(WorkerConfiguration::haltLater);
    }

    /** After an error such as a lack of memory the orderly end may not come to its end. */
    private static void haltLater() {
        try {
            Thread.sleep(LONGEST_END);
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
