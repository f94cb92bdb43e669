package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an erasure will end, empty and blank, as it stands now. */
public final class ErasurePlan {

    private static final int MOST_NAMED = 100;

    final List<Subject> subjects;
    final Needles needles;
    private final Map<String, Long> ending;
    private final Map<String, Long> emptied;
    private final Map<String, Long> children;
    private final long deadLetters;
    private final List<Mention> mentions;
    private final long otherUsers;

    private ErasurePlan(JdbcClient database, List<Subject> subjects) {
        this.subjects = subjects;
        needles = Needles.of(database, subjects.getFirst());
        ending = counts(database, subjects, "t.deleted_at is null");
        emptied = counts(database, subjects, "t.erased_at is null");
        children = children(database, subjects.getFirst());
        deadLetters = count(
                database,
                "select count(*) from rollcall.dead_letters where entity_id = ?",
                subjects.getFirst().id());
        mentions = new ArrayList<>();
        for (Subject subject : subjects) {
            mentions.addAll(Mentions.find(database, subject, needles));
        }
        mentions.removeIf(mention -> subjects.stream()
                .anyMatch(subject ->
                        subject.table() == mention.table() && subject.id().equals(mention.id())));
        otherUsers = otherUsers(database, subjects.getFirst(), needles);
    }

    static ErasurePlan of(JdbcClient database, String id, boolean unseen) {
        return new ErasurePlan(database, Subject.of(database, id, unseen));
    }

    /** Rows that are to end or lose their content. */
    long rows() {
        return emptied.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For the operator, before anything is done: no personal data but ids. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        subjects.forEach(subject -> lines.add(subject.toString()));
        lines.add("ends: " + told(ending));
        lines.add("loses its content, in rollcall.history too: " + told(emptied));
        if (!children.isEmpty()) {
            lines.add("removed child rows: " + told(children));
        }
        lines.add("removed from rollcall.dead_letters: " + deadLetters);
        if (!mentions.isEmpty()) {
            lines.add(mentioned("blanked, and not ended, where it is named", mentions));
        }
        if (otherUsers > 0) {
            lines.add("left alone: " + Plural.of(otherUsers, "other user")
                    + " with one of its addresses; it is theirs too");
        }
        return lines;
    }

    static String mentioned(String what, List<Mention> mentions) {
        return "%s: %s (the next event of one brings the value again; change it in Clerk): %s%s"
                .formatted(
                        what,
                        Plural.of(mentions.size(), "object"),
                        mentions.stream()
                                .limit(MOST_NAMED)
                                .map(Mention::toString)
                                .collect(Collectors.joining(", ")),
                        mentions.size() > MOST_NAMED ? " and more" : "");
    }

    private static String told(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(table -> table.getKey() + ": " + table.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static Map<String, Long> counts(JdbcClient database, List<Subject> subjects, String condition) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Table table : Table.IN_ORDER) {
            for (Subject subject : subjects) {
                String rows = subject.rowsOf(table);
                if (!rows.isEmpty()) {
                    long count = database.sql("select count(*) from %s as t where %s and %s"
                                    .formatted(table.name(), rows, condition))
                            .params(subject.parameters(rows))
                            .query(Long.class)
                            .single();
                    if (count > 0) {
                        counts.merge(table.name(), count, Long::sum);
                    }
                }
            }
        }
        return counts;
    }

    private static Map<String, Long> children(JdbcClient database, Subject subject) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (ChildTable child : subject.table().children()) {
            long count = count(
                    database,
                    "select count(*) from %s where %s = ?".formatted(child.name(), child.parentColumn()),
                    subject.id());
            if (count > 0) {
                counts.put(child.name(), count);
            }
        }
        return counts;
    }

    private static long otherUsers(JdbcClient database, Subject subject, Needles needles) {
        return database.sql("""
                select count(distinct user_id) from (
                    select user_id, email_address as address from clerk.user_email_addresses
                    union all select user_id, phone_number from clerk.user_phone_numbers) a
                where address = any (?) and user_id <> ?
                """)
                .param(needles.addresses().toArray(String[]::new))
                .param(subject.id())
                .query(Long.class)
                .single();
    }

    private static long count(JdbcClient database, String query, String id) {
        return database.sql(query).param(id).query(Long.class).single();
    }
}
