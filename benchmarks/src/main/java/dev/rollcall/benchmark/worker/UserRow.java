package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.model.clerk.ClerkObjectReader;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code clerk.users} as the worker makes it of an event, with the sync columns, ready to be written.
 *
 * @param id the key
 * @param content what the columns of {@link Table} get, and the child rows
 * @param version of the event, rising
 */
record UserRow(String id, Row content, long version) {

    /** Half of them new and half updates of what the round before made new; all new in round 0. Sorted by id. */
    static List<UserRow> ofRound(String run, int round, int rows) {
        List<UserRow> all = new ArrayList<>(rows);
        for (Change change : Change.ofRound(round, rows)) {
            all.add(of(UserEvents.body(run, change.number(), change.version()), change.version()));
        }
        all.sort(Comparator.comparing(UserRow::id));
        return all;
    }

    static UserRow of(byte[] body, int version) {
        Envelope envelope = EnvelopeReader.read(body);
        var user = ClerkObjectReader.read(Resource.USER, envelope.data());
        return new UserRow(user.id(), Table.ofResource(Resource.USER).rowOf(user, Set.of(), false), version);
    }

    /** One value for each of {@link UserStatements#columns}. */
    @Nullable Object[] values(long offset) {
        int columns = UserStatements.TABLE.columns().size();
        @Nullable Object[] values = new @Nullable Object[columns + 6];
        values[0] = id;
        for (int index = 0; index < columns; index++) {
            values[index + 1] = content.value(index);
        }
        values[columns + 1] = version;
        values[columns + 2] = version;
        values[columns + 3] = "msg_" + id;
        values[columns + 4] = 1L;
        values[columns + 5] = offset;
        return values;
    }

    /** One value for each of {@link UserStatements#childColumns}. */
    @Nullable Object[] childValues(Row child) {
        int columns = UserStatements.EMAILS.columns().size();
        @Nullable Object[] values = new @Nullable Object[columns + 1];
        values[0] = id;
        for (int index = 0; index < columns; index++) {
            values[index + 1] = child.value(index);
        }
        return values;
    }

    List<Row> emails() {
        return content.children(UserStatements.EMAILS_INDEX);
    }
}
