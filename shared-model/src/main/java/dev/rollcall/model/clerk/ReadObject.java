package dev.rollcall.model.clerk;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** An object as its row and its change event hold it, and what of it no row can take. */
public final class ReadObject {

    private final String id;
    private final @Nullable Object[] values;
    private final List<List<@Nullable Object[]>> children;
    private final SortedSet<String> incomplete;

    ReadObject(
            String id,
            @Nullable Object[] values,
            List<List<@Nullable Object[]>> children,
            SortedSet<String> incomplete) {
        this.id = id;
        this.values = values;
        this.children = children;
        this.incomplete = incomplete;
    }

    public String id() {
        return id;
    }

    /**
     * One for each component of the record that is no list, in its order, without {@code id}: {@code String} for text and
     * JSON, {@code Boolean}, {@code Long} for numbers and times (epoch milliseconds), or null. Not copied: whoever reads
     * an object makes its row of it.
     */
    public @Nullable Object[] values() {
        return values;
    }

    /** One list for each component that is a list, in its order; of each child all values, {@code id} among them. */
    public List<List<@Nullable Object[]>> children() {
        return children;
    }

    /** Fields of the record that lack a part of what Clerk said, {@code extra} for all that have no field. */
    public SortedSet<String> incomplete() {
        return incomplete;
    }
}
