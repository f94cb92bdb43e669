package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClientLog;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.KafkaClientsConfiguration;
import dev.rollcall.startup.trace.TraceSettings;
import dev.rollcall.worker.copy.BatchPipeline;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.LoopClock;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.consume.LoopSettings;
import dev.rollcall.worker.copy.consume.LoopSources;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.metrics.DatabaseGauges;
import dev.rollcall.worker.copy.metrics.DeadLetterGauges;
import dev.rollcall.worker.copy.metrics.EventsTopicGauges;
import dev.rollcall.worker.copy.metrics.WorkerMetrics;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.store.CheckedDatabase;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.copy.store.PostgresStore;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.trace.BatchTraces;
import dev.rollcall.worker.copy.trace.JournaledBatches;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.command.OperatorLine;
import dev.rollcall.worker.operate.deadletters.AwaitedLetters;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.erase.DueErasure;
import dev.rollcall.worker.operate.history.HistoryUpkeep;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.database.DatabaseSettings;
import dev.rollcall.worker.prepare.database.DatabaseUrl;
import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Builds the steps and puts them together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceSettings.class)
@Import(KafkaClientsConfiguration.class)
class WorkerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfiguration.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(28);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int ADMIN_METADATA_MILLIS = 5_000;

    @Bean
    KafkaClientLog kafkaClientLog() {
        return KafkaClientLog.listening();
    }

    @Bean
    Topics topics(WorkerSettings settings) {
        return new Topics(settings.kafka().topicPrefix());
    }

    @Bean
    DatabaseUrl databaseUrl(DatabaseSettings settings, Environment environment) {
        try {
            return settings.url(environment);
        } catch (IllegalArgumentException wrong) {
            throw new WrongSettingException(String.valueOf(wrong.getMessage()));
        }
    }

    /** In place of Spring Boot's, since the commands open theirs in the same way; its metrics are Spring Boot's. */
    @Bean
    HikariDataSource database(DatabaseUrl url, Environment environment, WorkerSettings settings) {
        try {
            return ConnectionPool.open(url, environment, settings.worker().threads());
        } catch (IllegalArgumentException wrong) {
            throw new WrongSettingException(String.valueOf(wrong.getMessage()));
        }
    }

    @Bean(destroyMethod = "close")
    Admin admin(KafkaClients kafka, WorkerSettings settings) {
        Map<String, Object> admin = new HashMap<>();
        admin.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.worker().instance() + "-admin");
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        // It forgets that its credentials were refused only with the next metadata, by default after five minutes.
        admin.put(AdminClientConfig.METADATA_MAX_AGE_CONFIG, ADMIN_METADATA_MILLIS);
        return kafka.admin(admin);
    }

    @Bean
    InstanceBinding instanceBinding(WorkerSettings settings) {
        return new InstanceBinding(settings.clerkInstanceId());
    }

    @Bean
    DatabaseCheck databaseCheck(HikariDataSource database, WorkerSettings settings) {
        return new DatabaseCheck(database, settings.clerkInstanceId(), WorkerConfiguration::endProcess);
    }

    @Bean
    DeadLetters deadLetters(Topics topics) {
        return new DeadLetters(topics);
    }

    @Bean
    Store store(HikariDataSource database, DatabaseCheck check, DeadLetters deadLetters) {
        return new PostgresStore(database, check, deadLetters);
    }

    /** Closed after the loops have stopped: the last batches' spans are sent too. */
    @Bean
    BatchTraces batchTraces(TraceSettings traces, WorkerSettings settings) {
        return BatchTraces.of(traces, settings.worker().instance());
    }

    @Bean
    BatchProcessor batchProcessor(
            Store store, InstanceBinding instance, Topics topics, DeadLetters deadLetters, WorkerSettings settings) {
        return new BatchPipeline(
                new RecordDecoder(settings.personalData().leftOut()),
                store,
                instance,
                new ChangeAnnouncer(topics, settings.personalData().announce()),
                deadLetters);
    }

    @Bean
    WorkerMetrics workerMetrics(MeterRegistry registry) {
        return new WorkerMetrics(registry, WorkerConfiguration::endProcess);
    }

    @Bean
    DeadLetterGauges deadLetterGauges(HikariDataSource database, MeterRegistry registry) {
        return new DeadLetterGauges(database, registry);
    }

    @Bean
    DatabaseGauges databaseGauges(HikariDataSource database, WorkerSettings settings, MeterRegistry registry) {
        return new DatabaseGauges(database, settings.personalData().erasureHoldback(), registry);
    }

    @Bean
    EventsTopicGauges eventsTopicGauges(Admin admin, Topics topics, MeterRegistry registry) {
        return new EventsTopicGauges(() -> TopicDeclaration.shapeOf(admin, topics.events()), registry);
    }

    @Bean
    DueErasure dueErasure(HikariDataSource database, DatabaseCheck check, WorkerSettings settings) {
        return new DueErasure(
                new CheckedDatabase(database, check), settings.personalData().erasureHoldback());
    }

    @Bean
    HistoryUpkeep historyUpkeep(HikariDataSource database, DatabaseCheck check, WorkerSettings settings) {
        return new HistoryUpkeep(
                new CheckedDatabase(database, check), settings.personalData().historyMonths());
    }

    @Bean
    DeadLetterOffice deadLetterOffice(
            HikariDataSource database, DatabaseCheck check, KafkaClients kafka, Topics topics) {
        return new DeadLetterOffice(new CheckedDatabase(database, check), kafka, topics);
    }

    @Bean
    AwaitedLetters awaitedLetters(HikariDataSource database, DeadLetterOffice office, WorkerSettings settings) {
        return new AwaitedLetters(
                database, office, Actor.ofWorker(settings.worker().instance()), Clock.systemUTC());
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
            MeterRegistry registry,
            StartCheck checked) {
        checked.run();
        LoopSources sources =
                new LoopSources(store, () -> TopicDeclaration.idOf(admin, topics.events()), LoopClock.system());
        SyncLoops loops = new SyncLoops(
                topics.workerGroup(),
                kafka,
                new LoopSettings(
                        topics.events(),
                        settings.worker().instance(),
                        0,
                        settings.worker().batchRecords(),
                        POLL,
                        MemoryBudget.ofHeap().ofLoop(settings.worker().threads())),
                settings.worker().threads(),
                batches,
                sources,
                LoopListener.all(traces.listener(), new JournaledBatches(), metrics));
        WorkerMetrics.bind(registry, loops.states());
        return loops;
    }

    /** From a thread of its own: ending waits for the loops, and a loop asks for it. */
    private static void endProcess(String line) {
        LOG.error("The worker ends: {}", line);
        OperatorLine.write(LOG, line);
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
