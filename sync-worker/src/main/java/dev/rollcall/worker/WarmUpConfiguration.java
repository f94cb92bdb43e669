package dev.rollcall.worker;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.warm.WarmUp;
import dev.rollcall.worker.copy.Rehearsal;
import dev.rollcall.worker.copy.announce.AnnounceSettings;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.decode.DecodeSettings;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Warms up the way of a batch before readiness turns green. */
@Configuration(proxyBeanMethods = false)
class WarmUpConfiguration {

    /** A connection of the pool each. */
    record InDatabase(List<WarmUp> warmUps) {

        boolean isOver() {
            return warmUps.stream().allMatch(WarmUp::isOver);
        }
    }

    @Bean
    Rehearsal rehearsal(DecodeSettings decoding, AnnounceSettings announcing, Topics topics, Store store, Clock clock) {
        return new Rehearsal(
                new RecordDecoder(decoding.leftOut(), clock),
                store,
                new ChangeAnnouncer(topics, announcing.announce()),
                clock);
    }

    @Bean
    WarmUp stepsWarmUp(Rehearsal rehearsal) {
        return WarmUp.begin("steps", WarmUp.LONGEST, rehearsal::steps);
    }

    /** For the start that fills the cache of starts: what is compiled here is then compiled at once in every other. */
    @Bean
    SmartInitializingSingleton warmedUpSteps(WarmUp stepsWarmUp) {
        return stepsWarmUp::await;
    }

    /** One for each loop, which has a connection of its own, while the loops join their group: after the check of the start. */
    @Bean
    InDatabase databaseWarmUps(Rehearsal rehearsal, SyncLoops loops) {
        return new InDatabase(Stream.generate(() -> WarmUp.begin("database", WarmUp.LONGEST, rehearsal::inDatabase))
                .limit(loops.states().size())
                .toList());
    }

    /** The name is that of the health group's member in application.yaml. */
    @Bean
    HealthIndicator warmedUp(InDatabase databaseWarmUps) {
        return () -> databaseWarmUps.isOver()
                ? Health.up().build()
                : Health.outOfService().build();
    }
}
