package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds users and organizations by what people know of them. Whoever has an address learns whether it is here, so each
 * search is noted in the audit: by what, and how many there were, never what was searched for.
 */
public final class EntitySearch {

    private static final int LONGEST = 320;
    private static final int MOST = 20;

    /** How far behind a beginning of an id is looked: a database may sort ids that begin otherwise among them. */
    private static final int NEAR = 1_000;

    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()./-]{5,30}");
    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9+]");

    private static final String BY_EMAIL = """
            select distinct user_id, 'e-mail address' from clerk.user_email_addresses
            where email_address in (:text, :lower) order by 1 limit :most
            """;

    private static final String BY_NAME = """
            (select id, 'external id' from clerk.users where external_id = :text order by 1 limit :most)
            union all
            (select id, 'username' from clerk.users where username = :text order by 1 limit :most)
            union all
            (select id, 'slug' from clerk.organizations where slug in (:text, :lower) order by 1 limit :most)
            """;

    /** Clerk's ids, or how one begins: a prefix for the kind of object, and letters and digits. */
    private static final Pattern ID = Pattern.compile("[a-z]{1,16}_[A-Za-z0-9_-]*");

    /** Those that the row of an id belongs to, each by a primary key; owners never change, so ended rows say it too. */
    private static final String BY_ID = Table.IN_ORDER.stream()
            .flatMap(table -> table.owners().stream().map(owner -> """
                    (select %1$s, 'the id of a row in %2$s' from %2$s where id = :text and %1$s is not null)
                    """.formatted(owner.name(), table.name())))
            .collect(Collectors.joining("union all\n"));

    /** As each table's primary key has them; no more is read where nothing begins so. */
    private static final String BY_BEGINNING = Stream.of(Resource.USER, Resource.ORGANIZATION)
            .map(resource -> """
                    (select id, 'how the id begins' from (
                        select id from %s where id >= :text order by id limit %d) near
                    where starts_with(id, :text) order by id limit :most)
                    """.formatted(Table.ofResource(resource).name(), NEAR))
            .collect(Collectors.joining("union all\n"));

    /** E-mail addresses and phone numbers, and accounts elsewhere: parts of a user. */
    private static final Pattern ID_OF_A_PART = Pattern.compile("(idn|eac)_[A-Za-z0-9_-]+");

    /** By a scan, which who searches can wait for: an index from part to user would cost something at every write. */
    private static final String BY_ID_OF_A_PART = Table.ofResource(Resource.USER).children().stream()
            .map(child -> """
                    (select distinct %1$s, 'the id of a row in %2$s' from %2$s where id = :text order by 1 limit :most)
                    """.formatted(child.parentColumn(), child.name()))
            .collect(Collectors.joining("union all\n"));

    private static final String BY_PHONE = """
            select distinct user_id, 'phone number' from clerk.user_phone_numbers
            where phone_number in (:number, '+' || :number) order by 1 limit :most
            """;

    private final JdbcClient database;

    public EntitySearch(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /**
     * One that was found.
     *
     * @param by what matched, in words
     */
    public record Match(String id, String by) {}

    /**
     * The first of those that match wholly; of an id that nothing has, those whose ids begin so.
     *
     * @param text an e-mail address, a phone number, an external id, a username, a slug, how an id begins, or the id of an
     *     object that belongs to one, such as a membership, or is a part of one, such as an e-mail address
     * @throws IllegalArgumentException when it is none of them
     */
    public List<Match> find(String text, Actor actor) {
        String wanted = text.strip();
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "write an id, an e-mail address, a phone number, an external id, a username or a slug");
        }
        boolean address = wanted.indexOf('@') > 0;
        List<Match> found = rows(address ? BY_EMAIL : BY_NAME, wanted);
        if (found.isEmpty() && ID.matcher(wanted).matches()) {
            found = rows(BY_ID, wanted);
        }
        if (found.isEmpty() && ID_OF_A_PART.matcher(wanted).matches()) {
            found = rows(BY_ID_OF_A_PART, wanted);
        }
        if (found.isEmpty() && ID.matcher(wanted).matches()) {
            found = rows(BY_BEGINNING, wanted);
        }
        if (found.isEmpty() && !address && PHONE.matcher(wanted).matches()) {
            found = rows(BY_PHONE, wanted);
        }
        AuditLog.write(
                database,
                actor,
                Action.SEARCH_ENTITY,
                address ? "by e-mail address" : "by id, phone number, external id, username or slug",
                found.size(),
                null);
        return found;
    }

    private List<Match> rows(String query, String text) {
        return database
                .sql(query)
                .param("text", text)
                .param("lower", text.toLowerCase(Locale.ROOT))
                .param("number", NO_DIGITS.matcher(text).replaceAll(""))
                .param("most", MOST)
                .query((row, number) -> new Match(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .limit(MOST)
                .toList();
    }
}
