package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.worker.operate.audit.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Replays, without being asked, events that came before the database was bound to the instance that they name: so the
 * order in which events arrive decides nothing. It runs repeatedly and not once after the binding, since a batch that
 * saw no binding may commit after the one that made it. Several workers may do it at once: a record that is published
 * twice changes nothing.
 *
 * <p>Letters that name no instance are not among them: their time did not fit their delivery, and never will.
 */
public final class AwaitedLetters {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedLetters.class);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private static final String WAITING = """
            select i.instance_id, count(*), max(d.failed_at)::text from rollcall.instance as i
            join rollcall.dead_letters as d on d.instance_id = i.instance_id
            where d.state = 'open' group by i.instance_id
            """;

    private final JdbcClient database;
    private final DeadLetterOffice office;
    private final Actor actor;
    private final Clock clock;
    /** Those whose bytes are gone, as they were last found; others of the same number are searched for. */
    private @Nullable Waiting gone;

    private Instant notBefore = Instant.MIN;

    /** @param database which may be read without a check: nothing is written but by the office */
    public AwaitedLetters(DataSource database, DeadLetterOffice office, Actor actor, Clock clock) {
        this.database = JdbcClient.create(database);
        this.office = office;
        this.actor = actor;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    public void run() {
        if (clock.instant().isBefore(notBefore)) {
            return;
        }
        try {
            replay();
        } catch (DataAccessException | KafkaException later) {
            notBefore = clock.instant().plus(AFTER_FAILURE);
            LOG.warn(
                    "What waited for the binding cannot be replayed now ({}); trying again in {}",
                    later.getClass().getSimpleName(),
                    AFTER_FAILURE);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private record Waiting(String instance, long letters, String newest) {}

    /** @return how many were published again */
    public long replay() throws InterruptedException {
        Optional<Waiting> waiting = database.sql(WAITING)
                .query((row, number) -> new Waiting(row.getString(1), row.getLong(2), row.getString(3)))
                .optional();
        // Letters whose bytes are gone would be searched for forever.
        if (waiting.isEmpty() || waiting.get().equals(gone)) {
            return 0;
        }
        String instance = waiting.get().instance();
        DeadLetterOffice.Replayed replayed = office.replayAwaited(instance, actor);
        gone = new Waiting(instance, replayed.gone(), waiting.get().newest());
        LOG.info(
                "Replayed {} events of {} that came before the database was bound to it; of {} the bytes are gone",
                replayed.replayed(),
                instance,
                replayed.gone());
        return replayed.replayed();
    }
}
