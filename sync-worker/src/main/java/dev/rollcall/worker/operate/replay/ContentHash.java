package dev.rollcall.worker.operate.replay;

import dev.rollcall.model.terminal.Plural;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hash of everything in schema {@code clerk} except who wrote it and when: the sync_ columns writer, offset, revision
 * and commit time. Read in pages, so that no statement is long.
 *
 * @param hash SHA-256, hexadecimal
 */
public record ContentHash(String hash, int tables, long rows) {

    /** Rows of half a megabyte each are hashed by PostgreSQL within its timeout; only the hashes come here. */
    private static final int PAGE = 500;

    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname), quote_ident(a.attname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey::smallint[])
            where n.nspname = 'clerk' and c.relkind = 'r'
            order by c.relname collate "C", array_position(i.indkey::smallint[], a.attnum)
            """;

    private record Keyed(String table, List<String> key) {}

    public static ContentHash of(DataSource source) {
        JdbcClient database = JdbcClient.create(source);
        MessageDigest digest = sha256();
        long rows = 0;
        List<Keyed> tables = tables(database);
        for (Keyed table : tables) {
            digest.update(table.table().getBytes(StandardCharsets.UTF_8));
            rows += add(database, table, digest);
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()), tables.size(), rows);
    }

    private static List<Keyed> tables(JdbcClient database) {
        List<Keyed> tables = new ArrayList<>();
        database.sql(TABLES).query(row -> {
            if (tables.isEmpty() || !tables.getLast().table().equals(row.getString(1))) {
                tables.add(new Keyed(row.getString(1), new ArrayList<>()));
            }
            tables.getLast().key().add(row.getString(2));
        });
        return tables;
    }

    private record Hashed(List<String> key, String hash) {}

    private static long add(JdbcClient database, Keyed table, MessageDigest digest) {
        long rows = 0;
        List<String> last = List.of();
        List<Hashed> page;
        do {
            page = page(database, table, last);
            for (Hashed row : page) {
                digest.update(row.hash().getBytes(StandardCharsets.UTF_8));
                last = row.key();
            }
            rows += page.size();
        } while (page.size() == PAGE);
        return rows;
    }

    /** @param after the key that the page before ended with; empty for the first */
    private static List<Hashed> page(JdbcClient database, Keyed table, List<String> after) {
        String columns = String.join(", ", table.key());
        String beyond = after.isEmpty()
                ? ""
                : "where (%s) > (%s)"
                        .formatted(columns, table.key().stream().map(key -> "?").collect(Collectors.joining(", ")));
        return database.sql("""
            select %1$s, md5((to_jsonb(t) - '{sync_writer,sync_offset,sync_revision,sync_committed_at}'::text[])::text)
            from %2$s as t %3$s order by %1$s limit ?
            """.formatted(columns, table.table(), beyond))
                .params(after)
                .param(PAGE)
                .query((row, number) ->
                        new Hashed(key(row, table), row.getString(table.key().size() + 1)))
                .list();
    }

    private static List<String> key(ResultSet row, Keyed table) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int index : IntStream.rangeClosed(1, table.key().size()).toArray()) {
            key.add(row.getString(index));
        }
        return key;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return "sha256:%s (%s in %s)".formatted(hash, Plural.of(rows, "row"), Plural.of(tables, "table"));
    }
}
