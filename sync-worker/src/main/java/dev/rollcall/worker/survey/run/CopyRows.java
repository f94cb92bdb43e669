package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.prepare.database.PlansByIndex;
import dev.rollcall.worker.survey.compare.Ends;
import dev.rollcall.worker.survey.compare.StoredEnd;
import dev.rollcall.worker.survey.compare.StoredRow;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads rows of the copy, and writes none. */
final class CopyRows {

    private static final String IDS = "ids";
    private static final String MILLIS = "(extract(epoch from t.sync_committed_at) * 1000)::bigint";

    private static final String NOW_MILLIS = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    private final JdbcClient database;
    private final TransactionTemplate snapshot;

    CopyRows(DataSource source) {
        database = JdbcClient.create(source);
        snapshot = new TransactionTemplate(new JdbcTransactionManager(source));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /**
     * One look at the database, or a portion of it.
     *
     * @param ids that were asked for
     * @param rows those that are there, by id, with their children
     * @param nowMillis when it began, by the database's clock
     */
    record Look(List<String> ids, Map<String, StoredRow> rows, Ends ends, long nowMillis) {}

    /**
     * A row as far as it is needed to look for it.
     *
     * @param revision 0 for a placeholder
     */
    record Known(String id, Owners owners, long revision, long writtenAtMillis) {}

    /**
     * Rows, their children and which owners have ended, all of one moment, and in memory by
     * {@linkplain StoredContent#portions portions}.
     *
     * @param portion takes all of the ids in their order, without waiting for anybody: the transaction is open
     */
    void at(Table table, List<String> ids, Set<Owner> owners, Consumer<Look> portion) {
        snapshot.executeWithoutResult(status -> {
            long nowMillis = beginByIndex();
            Map<Owner, StoredEnd> ended = ended(owners);
            for (List<String> some : StoredContent.portions(database, table, ids)) {
                portion.accept(new Look(some, rows(table, some), ended::get, nowMillis));
            }
        });
    }

    /** Plans by index: a backfill begins with empty tables. Returns what {@link #nowMillis} does. */
    private long beginByIndex() {
        return database.sql("select " + NOW_MILLIS + " from " + PlansByIndex.from())
                .query(Long.class)
                .single();
    }

    long nowMillis() {
        return database.sql("select " + NOW_MILLIS).query(Long.class).single();
    }

    /** Live rows by the primary key, placeholders among them. */
    List<Known> liveAfter(Table table, @Nullable String after, int most) {
        JdbcClient.StatementSpec page = database.sql(
                known(table) + (after == null ? "" : " and t.id > :after") + " order by t.id limit " + most);
        return (after == null ? page : page.param("after", after))
                .query(knownOf(table))
                .list();
    }

    /** Those of the ids that live. */
    List<Known> live(Table table, Collection<String> ids) {
        return database.sql(known(table) + " and t.id = any (:ids) order by t.id")
                .param(IDS, ids.toArray(String[]::new))
                .query(knownOf(table))
                .list();
    }

    /** A row, whether or not it lives. */
    Optional<Known> known(Table table, String id) {
        return database.sql(known(table).replace("t.deleted_at is null", "t.id = :id"))
                .param("id", id)
                .query(knownOf(table))
                .optional();
    }

    /** Some that live, states and no placeholders; of an organization where it is given. */
    List<Known> some(Table table, @Nullable String organizationId, int most) {
        boolean of = organizationId != null
                && table.ownersIn(Resource.ORGANIZATION).findAny().isPresent();
        JdbcClient.StatementSpec some = database.sql(known(table) + " and t.sync_revision > 0"
                + (of ? " and t.organization_id = :organization" : "") + " limit " + most);
        return (of ? some.param("organization", organizationId) : some)
                .query(knownOf(table))
                .list();
    }

    /** How many live rows would end if these did: they themselves, and what belongs to them. */
    long endsWith(Table table, Set<String> ids, Set<String> users, Set<String> organizations) {
        if (table.collectsOwners()) {
            Set<String> owners = new HashSet<>(users);
            owners.addAll(organizations);
            return database.sql("select count(*) from " + table.name()
                            + " as t where t.deleted_at is null and t.owners && cast(:owners as text[])")
                    .param("owners", owners.toArray(String[]::new))
                    .query(Long.class)
                    .single();
        }
        String owned = table.owners().stream()
                .map(owner -> " or t." + owner.name() + " = any (:"
                        + (owner.owner() == Resource.USER ? "users" : "organizations") + ")")
                .collect(Collectors.joining());
        return database.sql("select count(*) from " + table.name()
                        + " as t where t.deleted_at is null and (t.id = any (:ids)" + owned + ")")
                .param(IDS, ids.toArray(String[]::new))
                .param("users", users.toArray(String[]::new))
                .param("organizations", organizations.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** Live states: placeholders are none of Clerk's objects. */
    long countLive(Table table) {
        return database.sql("select count(*) from " + table.name() + " where deleted_at is null and sync_revision > 0")
                .query(Long.class)
                .single();
    }

    long countEndedSince(Table table, long millis) {
        return database.sql("select count(*) from " + table.name() + " as t where t.deleted_at is not null and "
                        + MILLIS + " >= :since")
                .param("since", millis)
                .query(Long.class)
                .single();
    }

    /** Whether any of its rows is of a webhook, and not of a survey. */
    boolean hadWebhook(Table table) {
        return database.sql("select exists (select from " + table.name()
                        + " where sync_revision > 0 and sync_message_id not like '~%')")
                .query(Boolean.class)
                .single();
    }

    boolean hasRows(Table table) {
        return database.sql("select exists (select from " + table.name() + ")")
                .query(Boolean.class)
                .single();
    }

    private static String known(Table table) {
        return "select t.id, t.sync_revision, " + MILLIS + StoredContent.ownerColumns(table) + " from " + table.name()
                + " as t where t.deleted_at is null";
    }

    private static RowMapper<Known> knownOf(Table table) {
        return (row, number) ->
                new Known(row.getString(1), StoredContent.owners(table, row, 4), row.getLong(2), row.getLong(3));
    }

    private Map<Owner, StoredEnd> ended(Set<Owner> owners) {
        Map<Resource, Set<String>> byResource = new EnumMap<>(Resource.class);
        owners.forEach(owner -> byResource
                .computeIfAbsent(owner.resource(), first -> new HashSet<>())
                .add(owner.id()));
        Map<Owner, StoredEnd> ended = new HashMap<>();
        byResource.forEach((resource, ids) -> {
            RowMapper<Boolean> into = (row, number) ->
                    ended.put(new Owner(resource, row.getString(1)), new StoredEnd(row.getLong(2), row.getString(3)))
                            == null;
            database.sql("select t.id, " + MILLIS + ", t.sync_message_id from "
                            + Table.ofResource(resource).name()
                            + " as t where t.deleted_at is not null and t.id = any (:ids)")
                    .param(IDS, ids.toArray(String[]::new))
                    .query(into)
                    .list();
        });
        return ended;
    }

    private Map<String, StoredRow> rows(Table table, Collection<String> ids) {
        StoredContent content = new StoredContent(database, table, ids);
        Map<String, StoredRow> rows = new HashMap<>();
        RowMapper<Boolean> into = (row, number) -> {
            String id = row.getString(1);
            MessageId messageId = new MessageId(row.getString(4));
            return rows.put(
                            id,
                            new StoredRow(
                                    new EntityVersion(row.getLong(2), row.getLong(3), messageId),
                                    row.getLong(5),
                                    content.row(id, row, 8),
                                    row.getBoolean(7) ? new StoredEnd(row.getLong(6), messageId.value()) : null))
                    == null;
        };
        database.sql("""
                        select t.id, t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id, t.sync_revision, %s,
                               t.deleted_at is not null%s
                        from %s as t where t.id = any (:ids)
                        """.formatted(MILLIS, StoredContent.columns(table), table.name()))
                .param(IDS, ids.toArray(String[]::new))
                .query(into)
                .list();
        return rows;
    }
}
