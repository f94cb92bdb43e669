package dev.rollcall.worker.operate.console;

import dev.rollcall.worker.copy.table.Table;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether a database has ever got anything of Clerk: rows, or dead letters. Its binding says it only where an event made
 * it: a setting binds an empty one.
 */
public final class StoredEvents {

    private static final String FIND = Stream.concat(
                    Stream.of(
                            "select exists (select 1 from rollcall.instance where bound_by like 'msg\\_%')",
                            "exists (select 1 from rollcall.dead_letters)"),
                    Table.IN_ORDER.stream().map(table -> "exists (select 1 from " + table.name() + ")"))
            .collect(Collectors.joining(" or "));

    private StoredEvents() {}

    public static boolean any(DataSource database) {
        return JdbcClient.create(database).sql(FIND).query(Boolean.class).single();
    }
}
