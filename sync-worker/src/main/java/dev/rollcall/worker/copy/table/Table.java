package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.ReadObject;
import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table of schema {@code clerk}. Columns follow from the record of the resource, so that a field is named in one
 * place and in the migration.
 */
public final class Table {

    /** Bytes of a row as PostgreSQL prints it, at most, so that its change event can be sent and everybody can read it. */
    public static final long HEAVIEST_ROW = RowBounds.HEAVIEST;

    /** What Clerk's stub of a deleted object says besides its id. */
    private static final Map<String, String> STUB = Map.of("users", "external_id", "organizations", "slug");

    /** Objects of every type that has no table yet. */
    public static final Table OTHER_OBJECTS = new Table(
            "other_objects",
            null,
            List.of("resource", "id"),
            List.of(new Column("event_type", ColumnType.TEXT), new Column("data", ColumnType.JSON)),
            List.of(),
            List.of());

    private static final Map<Resource, Table> BY_RESOURCE = new EnumMap<>(Resource.class);

    static {
        for (Resource resource : Resource.values()) {
            BY_RESOURCE.put(resource, of(resource));
        }
    }

    /** All tables, in the order in which every transaction writes them. */
    public static final List<Table> IN_ORDER = Stream.concat(BY_RESOURCE.values().stream(), Stream.of(OTHER_OBJECTS))
            .toList();

    private final String label;
    private final @Nullable Resource resource;
    private final List<String> keyColumns;
    private final List<Column> columns;
    private final List<ChildTable> children;
    private final List<OwnerColumn> owners;
    private final List<Column> keptByEnd;
    private final Map<String, Integer> positions;

    private Table(
            String label,
            @Nullable Resource resource,
            List<String> keyColumns,
            List<Column> columns,
            List<ChildTable> children,
            List<OwnerColumn> owners) {
        this.label = label;
        this.resource = resource;
        this.keyColumns = keyColumns;
        this.columns = columns;
        this.children = children;
        this.owners = owners;
        keptByEnd = columns.stream()
                .filter(column -> STUB.getOrDefault(label, "").equals(column.name()))
                .toList();
        positions = IntStream.range(0, columns.size())
                .boxed()
                .collect(
                        Collectors.toUnmodifiableMap(index -> columns.get(index).name(), Function.identity()));
    }

    public static Table ofResource(Resource resource) {
        Table table = BY_RESOURCE.get(resource);
        if (table == null) {
            throw new IllegalStateException("no table for " + resource);
        }
        return table;
    }

    private static Table of(Resource resource) {
        RecordColumns columns = RecordColumns.of(resource.type());
        List<ChildTable> children = columns.children().stream()
                .map(child -> new ChildTable(
                        "clerk." + resource.eventName() + "_" + child.field(),
                        resource.eventName() + "_id",
                        child.field(),
                        child.columns()))
                .toList();
        return new Table(
                resource.table(),
                resource,
                List.of("id"),
                columns.columns().stream()
                        .filter(column -> !column.name().equals("id"))
                        .toList(),
                children,
                OwnerColumn.of(resource.type()));
    }

    /** Its name without the schema; also the label in metrics. */
    public String label() {
        return label;
    }

    /** Its name with the schema. */
    public String name() {
        return "clerk." + label;
    }

    /** The resource whose rows it holds; null for {@link #OTHER_OBJECTS}, which has no change topic. */
    public @Nullable Resource resource() {
        return resource;
    }

    /** The primary key: {@code id}, or {@code resource} and {@code id}. */
    public List<String> keyColumns() {
        return keyColumns;
    }

    /** The columns that hold fields, without the key's. */
    public List<Column> columns() {
        return columns;
    }

    public List<ChildTable> children() {
        return children;
    }

    public List<OwnerColumn> owners() {
        return owners;
    }

    /**
     * Whether its rows keep every owner that any of their events named, in one column, since owners of objects that nobody
     * knows may change. All others have one column for each owner, which never changes.
     */
    public boolean collectsOwners() {
        return resource == null;
    }

    /** Whether its rows may end with one of that resource. */
    public boolean belongsTo(Resource owner) {
        return ownersIn(owner).findAny().isPresent()
                || (collectsOwners() && (owner == Resource.USER || owner == Resource.ORGANIZATION));
    }

    /** The columns besides its key and owners that the stub of a deleted object can fill. */
    public List<Column> keptByEnd() {
        return keptByEnd;
    }

    /** The columns by which this table belongs to another. */
    public Stream<OwnerColumn> ownersIn(Resource owner) {
        return owners.stream().filter(column -> column.owner() == owner);
    }

    /** The value of a column in a row; null too when this table has no such column. */
    public @Nullable Object valueOf(Row row, String column) {
        Integer position = positions.get(column);
        return position == null ? null : row.value(position);
    }

    /** Those that the owner columns of a row name. */
    public Owners ownersOf(Row row) {
        return Owners.inColumns(owners, column -> ownerIn(row, column));
    }

    /** The value of an owner column in a row; null where it is not known. */
    public @Nullable String ownerIn(Row row, OwnerColumn column) {
        return (String) valueOf(row, column.name());
    }

    /**
     * The row of an object of this table's resource, as far as a row and its change event can hold it.
     *
     * @param read whose values become the row's
     * @param leftOut columns that stay null
     * @param heavy whether its change event could be too large
     */
    public Row rowOf(ReadObject read, Set<String> leftOut, boolean heavy) {
        Row row = new Row(read.values(), childrenOf(read));
        for (String column : leftOut) {
            Integer position = positions.get(column);
            if (position != null) {
                row.clear(position);
            }
        }
        SortedSet<String> incomplete = new TreeSet<>(read.incomplete());
        RowBounds bounds = new RowBounds(this, row, incomplete);
        bounds.boundIndexed();
        if (heavy) {
            bounds.lighten();
        }
        incomplete.removeAll(leftOut);
        return incomplete.isEmpty() ? row : row.lacking(incomplete);
    }

    private static List<List<Row>> childrenOf(ReadObject read) {
        List<List<Row>> rows = new ArrayList<>(read.children().size());
        for (List<@Nullable Object[]> list : read.children()) {
            List<Row> children = new ArrayList<>(list.size());
            for (@Nullable Object[] child : list) {
                children.add(new Row(child, List.of()));
            }
            rows.add(children);
        }
        return rows;
    }

    @Override
    public String toString() {
        return name();
    }
}
