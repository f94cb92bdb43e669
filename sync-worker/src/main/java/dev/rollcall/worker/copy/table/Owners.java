package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a row is, as far as an event or the row says. Of a table with {@linkplain Table#owners() owner columns} one for
 * each column, which may be unknown; of one that {@linkplain Table#collectsOwners() collects} them any number, sorted.
 */
public final class Owners {

    public static final Owners NONE = new Owners(List.of());

    /** As many as a row collects, as the table's own check has it. */
    private static final int MOST_COLLECTED = 8;

    private final List<@Nullable Owner> inOrder;
    private final List<Owner> known;

    private Owners(List<@Nullable Owner> inOrder) {
        this.inOrder = inOrder;
        List<Owner> named = new ArrayList<>(inOrder.size());
        for (Owner owner : inOrder) {
            if (owner != null) {
                named.add(owner);
            }
        }
        known = Collections.unmodifiableList(named);
    }

    /** Where the id in an owner column is to be found; null when it is not known. */
    @FunctionalInterface
    public interface IdOf<E extends Exception> {
        @Nullable String column(OwnerColumn column) throws E;
    }

    /** One for each column. */
    public static <E extends Exception> Owners inColumns(List<OwnerColumn> columns, IdOf<E> ids) throws E {
        if (columns.isEmpty()) {
            return NONE;
        }
        @Nullable Owner[] inOrder = new @Nullable Owner[columns.size()];
        for (int index = 0; index < inOrder.length; index++) {
            String id = ids.column(columns.get(index));
            inOrder[index] = id == null ? null : new Owner(columns.get(index).owner(), id);
        }
        return new Owners(Arrays.asList(inOrder));
    }

    /** Those that objects without a table name: of users and organizations, in whatever order they come. */
    public static Owners collected(Collection<String> ids) {
        return ids.isEmpty() ? NONE : new Owners(collected(ids.stream().map(Owners::userOrOrganization)));
    }

    /** All that any of them names, where they are collected: in whatever order they come. */
    public static Owners united(Stream<Owners> all) {
        return new Owners(collected(all.flatMap(owners -> owners.known.stream())));
    }

    private static List<@Nullable Owner> collected(Stream<Owner> owners) {
        List<@Nullable Owner> collected = new ArrayList<>();
        owners.distinct().sorted((one, other) -> one.id().compareTo(other.id())).forEach(collected::add);
        return collected;
    }

    private static Owner userOrOrganization(String id) {
        return new Owner(Resource.USER.accepts(id) ? Resource.USER : Resource.ORGANIZATION, id);
    }

    /** Those that are known. */
    public List<Owner> known() {
        return known;
    }

    public boolean isUnknown() {
        return known.isEmpty();
    }

    /** The id of the owner in that resource's table; null when it is not known. */
    public @Nullable String idOf(Resource resource) {
        for (Owner owner : known) {
            if (owner.resource() == resource) {
                return owner.id();
            }
        }
        return null;
    }

    /** The value of each owner column, in their order; null where it is not known. */
    public List<@Nullable String> ids() {
        List<@Nullable String> ids = new ArrayList<>(inOrder.size());
        for (Owner owner : inOrder) {
            ids.add(owner == null ? null : owner.id());
        }
        return Collections.unmodifiableList(ids);
    }

    /** As many as a row collects, joined by commas: the same ones whatever came before them. */
    public String joined() {
        return known.stream().limit(MOST_COLLECTED).map(Owner::id).collect(Collectors.joining(","));
    }

    /** What {@link #joined} gave. */
    public static Owners ofJoined(String joined) {
        return joined.isEmpty() ? NONE : collected(Arrays.asList(joined.split(",")));
    }

    @Override
    public String toString() {
        return ids().toString();
    }
}
