package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.event.ErasureIds;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code erase}: ends an object where it still lives, by an event like any other, erases it now with all that
 * belongs to it, and blanks it where something else names it.
 */
public final class ErasureOnRequest {

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final EventPublisher publisher;
    private final Duration patience;

    /** @param patience how long the worker may take to apply what is published */
    public ErasureOnRequest(DataSource database, EventPublisher publisher, Duration patience) {
        this.database = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.publisher = publisher;
        this.patience = patience;
    }

    /**
     * What {@link #erase} would do now.
     *
     * @param id of a user, an organization or any other object
     * @param unseen whether to take a user or an organization that nothing is known of
     * @throws IllegalArgumentException when there is no such object
     */
    public ErasurePlan plan(String id, boolean unseen) {
        return ErasurePlan.of(database, id, unseen);
    }

    /**
     * Erases what the plan is about.
     *
     * @param reason null when none was given
     * @return lines for the operator: every place that was cleaned
     * @throws IllegalStateException when the worker did not apply the end in time
     */
    public List<String> erase(ErasurePlan plan, @Nullable Reason reason, Actor actor) throws InterruptedException {
        String subject = "entity=" + plan.needles.id();
        AuditLog.write(database, actor, Action.ERASE_BEGUN, subject, plan.rows(), reason);
        List<String> report = new ArrayList<>();
        for (Subject one : plan.subjects) {
            if (one.hasToEnd() && !hasEnded(one)) {
                publishDelete(one);
                report.add("published %s.deleted for it: the row has ended, and takes no state any more"
                        .formatted(one.resource()));
            }
        }
        List<Mention> mentions = mentions(plan);
        new BlankedStates(database, publisher, patience)
                .publish(
                        mentions.stream()
                                .filter(mention -> mention.table().resource() != null)
                                .toList(),
                        plan.needles);
        transaction.executeWithoutResult(status -> report.addAll(empty(plan, mentions, subject, reason, actor)));
        if (!mentions.isEmpty()) {
            report.add(ErasurePlan.mentioned("blanked, in rollcall.history too, and not ended", mentions));
        }
        return report;
    }

    /** All in the caller's transaction. */
    private List<String> empty(
            ErasurePlan plan, List<Mention> mentions, String subject, @Nullable Reason reason, Actor actor) {
        // As a batch begins: whoever takes all tables, such as a switch of the history, takes this one first.
        database.sql("lock table rollcall.progress in row share mode").update();
        Map<String, Integer> rows = new TreeMap<>();
        for (Subject one : plan.subjects) {
            Erasure.erase(database, one).forEach((table, count) -> rows.merge(table, count, Integer::sum));
        }
        Mentions.blank(database, mentions, plan.needles);
        Erasure.eraseEnded(database, mentions);
        blankHistory(plan);
        int deadLetters = database.sql("delete from rollcall.dead_letters where entity_id = ?")
                .param(plan.needles.id())
                .update();
        long erased = rows.values().stream().mapToLong(Integer::longValue).sum();
        AuditLog.write(database, actor, Action.ERASE_DONE, subject, erased, reason);
        List<String> report = new ArrayList<>();
        rows.forEach((table, count) ->
                report.add(table + ": " + Plural.of(count, "row erased, with its", "rows erased, with their")
                        + " child rows and " + (count == 1 ? "its" : "their") + " values in rollcall.history"));
        if (rows.isEmpty()) {
            report.add("no row had content any more");
        }
        report.add("rollcall.dead_letters: " + Plural.of(deadLetters, "entry", "entries") + " removed");
        return report;
    }

    /** Once more: something may have come since the plan was made. */
    private List<Mention> mentions(ErasurePlan plan) {
        List<Mention> mentions = new ArrayList<>();
        for (Subject subject : plan.subjects) {
            mentions.addAll(Mentions.find(database, subject, plan.needles));
        }
        mentions.removeIf(mention -> plan.subjects.stream()
                .anyMatch(subject ->
                        subject.table() == mention.table() && subject.id().equals(mention.id())));
        return mentions;
    }

    private void publishDelete(Subject subject) throws InterruptedException {
        EventType type = new EventType(subject.resource() + ".deleted");
        publisher.publish(
                ErasureIds.newEnd(),
                type,
                EventOrigin.REPLAY,
                subject.id(),
                EventPublisher.envelope(
                        type,
                        publisher.nowMillis(),
                        InstanceBinding.of(database),
                        new JsonMapper()
                                .createObjectNode()
                                .put("id", subject.id())
                                .put("object", subject.resource())
                                .put("deleted", true)));
        publisher.flush();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (!hasEnded(subject)) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("the delete is published, but no worker has applied it within %d s:"
                                .formatted(patience.toSeconds())
                        + " look whether one runs, and run the command again");
            }
            Thread.sleep(100);
        }
    }

    private boolean hasEnded(Subject subject) {
        boolean other = subject.table().resource() == null;
        return database.sql("select exists (select from %s where id = ? and deleted_at is not null%s)"
                        .formatted(subject.table().name(), other ? " and resource = ?" : ""))
                .params(other ? List.of(subject.id(), subject.resource()) : List.of(subject.id()))
                .query(Boolean.class)
                .single();
    }

    /**
     * Even if history is off now: it may have been on. Last, since blanking a row writes a line with the old values.
     */
    private void blankHistory(ErasurePlan plan) {
        database.sql("select rollcall.blank_mentions(?, ?, ?)")
                .param(plan.needles.id())
                .param(plan.needles.addresses().toArray(String[]::new))
                .param(plan.needles.all().toArray(String[]::new))
                .query()
                .singleRow();
    }
}
