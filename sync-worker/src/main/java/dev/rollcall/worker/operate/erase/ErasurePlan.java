package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    private ErasurePlan(Connection connection, List<Subject> subjects) throws SQLException {
        this.subjects = subjects;
        needles = Needles.of(connection, subjects.getFirst());
        ending = counts(connection, subjects, "t.deleted_at is null");
        emptied = counts(connection, subjects, "t.erased_at is null");
        children = children(connection, subjects.getFirst());
        deadLetters = count(
                connection,
                "select count(*) from rollcall.dead_letters where entity_id = ?",
                subjects.getFirst().id());
        mentions = new ArrayList<>();
        for (Subject subject : subjects) {
            mentions.addAll(Mentions.find(connection, subject, needles));
        }
        mentions.removeIf(mention -> subjects.stream()
                .anyMatch(subject ->
                        subject.table() == mention.table() && subject.id().equals(mention.id())));
        otherUsers = otherUsers(connection, subjects.getFirst(), needles);
    }

    static ErasurePlan of(Connection connection, String id, boolean unseen) throws SQLException {
        return new ErasurePlan(connection, Subject.of(connection, id, unseen));
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
            lines.add("left alone: %d other users with one of its addresses; it is theirs too".formatted(otherUsers));
        }
        return lines;
    }

    static String mentioned(String what, List<Mention> mentions) {
        return "%s: %d objects (the next event of one brings the value again; change it in Clerk): %s%s"
                .formatted(
                        what,
                        mentions.size(),
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

    private static Map<String, Long> counts(Connection connection, List<Subject> subjects, String condition)
            throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Table table : Table.IN_ORDER) {
            for (Subject subject : subjects) {
                String rows = subject.rowsOf(table);
                if (!rows.isEmpty()) {
                    try (PreparedStatement select = connection.prepareStatement(
                            "select count(*) from %s as t where %s and %s".formatted(table.name(), rows, condition))) {
                        subject.bind(select, 1, rows);
                        long count = first(select);
                        if (count > 0) {
                            counts.merge(table.name(), count, Long::sum);
                        }
                    }
                }
            }
        }
        return counts;
    }

    private static Map<String, Long> children(Connection connection, Subject subject) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (ChildTable child : subject.table().children()) {
            long count = count(
                    connection,
                    "select count(*) from %s where %s = ?".formatted(child.name(), child.parentColumn()),
                    subject.id());
            if (count > 0) {
                counts.put(child.name(), count);
            }
        }
        return counts;
    }

    private static long otherUsers(Connection connection, Subject subject, Needles needles) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select count(distinct user_id) from (
                    select user_id, email_address as address from clerk.user_email_addresses
                    union all select user_id, phone_number from clerk.user_phone_numbers) a
                where address = any (?) and user_id <> ?
                """)) {
            select.setArray(
                    1, connection.createArrayOf("text", needles.addresses().toArray()));
            select.setString(2, subject.id());
            return first(select);
        }
    }

    private static long count(Connection connection, String query, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, id);
            return first(select);
        }
    }

    private static long first(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
