package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.startup.database.StoredEvents;
import dev.rollcall.startup.http.LoopbackHostFilter;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.consume.WorkerSettings;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.operate.console.Completeness;
import dev.rollcall.worker.operate.console.NewestEvents;
import dev.rollcall.worker.operate.console.Pulses;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import dev.rollcall.worker.operate.http.OpsDoor;
import dev.rollcall.worker.operate.http.OpsSettings;
import dev.rollcall.worker.operate.http.PulseStreams;
import dev.rollcall.worker.operate.lookup.EntityLookup;
import dev.rollcall.worker.operate.lookup.EntitySearch;
import dev.rollcall.worker.operate.lookup.TimelineReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds what the operator console shows and does. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    OpsDoor opsDoor(OpsSettings settings) {
        return settings.door();
    }

    /** Below {@code /ops} the door applies the same rule, and admits requests with a token. */
    @Bean
    FilterRegistrationBean<LoopbackHostFilter> loopbackHostFilter(ServerProperties server) {
        return LoopbackHostFilter.of(server, path -> path.equals("/ops") || path.startsWith("/ops/"));
    }

    @Bean
    Pulses pulses(
            WorkerSettings worker,
            OpsSettings settings,
            Topics topics,
            SyncLoops loops,
            InstanceBinding instance,
            HikariDataSource database,
            Admin admin,
            MeterRegistry registry,
            Clock clock) {
        return new Pulses(
                worker.instance(),
                topics.workerGroup(),
                topics.events(),
                new Pulses.Sources(
                        registry,
                        loops::states,
                        instance::lastSeen,
                        () -> holdsEvents(database),
                        admin,
                        settings.gatewayMetrics()),
                clock);
    }

    private static boolean holdsEvents(HikariDataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return StoredEvents.any(connection);
        }
    }

    @Bean
    Completeness completeness(HikariDataSource database) {
        return new Completeness(database);
    }

    @Bean
    NewestEvents newestEvents() {
        return new NewestEvents();
    }

    @Bean
    PulseStreams pulseStreams(Pulses pulses, NewestEvents newest) {
        return new PulseStreams(pulses, newest);
    }

    @Bean
    DatabaseExamination databaseExamination(HikariDataSource database, DatabaseUrl url, Clock clock) {
        return new DatabaseExamination(database, url, clock);
    }

    @Bean
    KafkaExamination kafkaExamination(Admin admin, KafkaClients kafka, Topics topics) {
        return new KafkaExamination(admin, kafka, topics);
    }

    @Bean
    GatewayExamination gatewayExamination(OpsSettings settings, Clock clock) {
        return new GatewayExamination(settings.gatewayMetrics(), clock);
    }

    @Bean
    EntityLookup entityLookup(HikariDataSource database) {
        return new EntityLookup(database);
    }

    @Bean
    EntitySearch entitySearch(HikariDataSource database) {
        return new EntitySearch(database);
    }

    @Bean
    TimelineReader timelineReader(
            HikariDataSource database, KafkaClients kafka, Topics topics, DeadLetterOffice office) {
        return new TimelineReader(database, kafka, topics, office);
    }
}
