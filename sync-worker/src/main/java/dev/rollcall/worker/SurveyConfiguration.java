package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.decode.DecodeSettings;
import dev.rollcall.worker.copy.instance.InstanceSettings;
import dev.rollcall.worker.copy.metrics.SurveyGauges;
import dev.rollcall.worker.copy.store.CheckedDatabase;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.operate.command.ClerkSettings;
import dev.rollcall.worker.operate.lookup.EntityRefetch;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.survey.api.ClerkApi;
import dev.rollcall.worker.survey.run.Refetch;
import dev.rollcall.worker.survey.run.Requests;
import dev.rollcall.worker.survey.run.Survey;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyProgress;
import dev.rollcall.worker.survey.run.SurveyServices;
import dev.rollcall.worker.survey.run.SurveySettings;
import dev.rollcall.worker.survey.run.SurveyTime;
import dev.rollcall.worker.survey.schedule.ScheduleSettings;
import dev.rollcall.worker.survey.schedule.SurveySchedule;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Builds what says how far the copy is from Clerk, and the survey that the worker makes by itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleSettings.class)
class SurveyConfiguration {

    private static final String[] OF_CLERK = {
        "CLERK_SECRET_KEY", "CLERK_SECRET_KEY_FILE", "CLERK_API_URL", "ROLLCALL_API_SHARE"
    };

    /** As the command has them. */
    private static final double REFETCHES_PER_SECOND = 2;

    @Bean
    SurveyGauges surveyGauges(HikariDataSource database, ScheduleSettings settings, MeterRegistry registry) {
        return new SurveyGauges(database, settings.reconcileEvery(), registry);
    }

    /** A key that is missing or refused by its form ends the start: nobody would see that nothing is ever proven. */
    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnExpression("!'${rollcall.survey.reconcile-every:}'.isEmpty()")
    SurveySchedule surveySchedule(
            ScheduleSettings settings,
            HikariDataSource pool,
            DatabaseUrl url,
            Environment environment,
            Admin admin,
            KafkaClients kafka,
            Topics topics,
            InstanceSettings instance,
            DecodeSettings decoding,
            MeterRegistry registry,
            Clock clock) {
        ClerkApi clerk = ClerkSettings.client(ofClerk(environment), null, registry);
        SurveySettings where = where(topics, instance, decoding);
        Duration interval = settings.reconcileEvery();
        return new SurveySchedule(
                pool,
                wanted -> {
                    // Its own connections, one of them for the lease: the loops' are not waited for, nor kept from
                    // them.
                    try (HikariDataSource database = ConnectionPool.open(url, environment, 2);
                            EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
                        new DatabaseCheck(database, instance.clerkInstanceId(), line -> {}).require();
                        return new Survey(
                                        new SurveyServices(
                                                clerk,
                                                new Requests(registry),
                                                database,
                                                admin,
                                                publisher,
                                                SurveyTime.of(clock)),
                                        where,
                                        SurveyOptions.DRY,
                                        new Quiet())
                                .runIf(wanted);
                    }
                },
                interval == null ? Duration.ofDays(1) : interval);
    }

    /** Reached anew each time: the key may come, and change, while the worker runs. */
    @Bean
    EntityRefetch entityRefetch(
            HikariDataSource database,
            DatabaseCheck check,
            Environment environment,
            Admin admin,
            KafkaClients kafka,
            Topics topics,
            InstanceSettings instance,
            DecodeSettings decoding,
            MeterRegistry registry,
            Clock clock) {
        return new EntityRefetch(new CheckedDatabase(database, check), () -> {
            ClerkApi clerk = ClerkSettings.client(ofClerk(environment), REFETCHES_PER_SECOND, registry);
            return ids -> {
                try (EventPublisher publisher = new EventPublisher(kafka, topics, clock)) {
                    return new Refetch(
                                    new SurveyServices(
                                            clerk,
                                            new Requests(registry),
                                            database,
                                            admin,
                                            publisher,
                                            SurveyTime.of(clock)),
                                    where(topics, instance, decoding))
                            .run(ids)
                            .lines();
                }
            };
        });
    }

    private static SurveySettings where(Topics topics, InstanceSettings instance, DecodeSettings decoding) {
        return new SurveySettings(
                topics.events(),
                topics.workerGroup(),
                instance.clerkInstanceId(),
                CopiedWith.ofThisRelease(decoding.storePrivateMetadata()));
    }

    private static Map<String, String> ofClerk(Environment environment) {
        Map<String, String> variables = new HashMap<>();
        for (String name : OF_CLERK) {
            String value = environment.getProperty(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    /** What it comes to is said at its end; how far it is stands in {@code rollcall.survey_tables}. */
    private static final class Quiet implements SurveyProgress {

        @Override
        public void say(String line) {}

        @Override
        public void page(String table, long listed, long expected, long published) {}
    }
}
