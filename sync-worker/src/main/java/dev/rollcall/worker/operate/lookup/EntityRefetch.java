package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fetches one user or organization from Clerk now, as the command {@code refetch} does: what differs is published, and the
 * guarded write decides. Whoever asks is noted in the audit before Clerk is asked.
 */
public final class EntityRefetch {

    private final JdbcClient database;
    private final Supplier<Clerk> clerk;

    /** @param clerk as it is reached at that moment; refuses in one line where no key is set */
    public EntityRefetch(DataSource database, Supplier<Clerk> clerk) {
        this.database = JdbcClient.create(database);
        this.clerk = clerk;
    }

    /** Clerk's Backend API, beside the copy. */
    @FunctionalInterface
    public interface Clerk {

        /** @return a line for each id */
        List<String> refetch(List<String> ids) throws InterruptedException, SurveyStoppedException;
    }

    /**
     * Fetches.
     *
     * @return what it came to, in one line without personal data
     * @throws IllegalArgumentException when it is the id of something else, or cannot be done with these settings
     * @throws SurveyStoppedException when Clerk does not answer
     */
    public String run(EntityId id, Actor actor) throws InterruptedException, SurveyStoppedException {
        EntityLookup.resourceOf(id);
        Clerk reached = clerk.get();
        AuditLog.write(database, actor, Action.REFETCH_ENTITY, "entity=" + id, 1, null);
        return String.join("; ", reached.refetch(List.of(id.value())));
    }
}
