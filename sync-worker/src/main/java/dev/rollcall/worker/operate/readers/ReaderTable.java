package dev.rollcall.worker.operate.readers;

import java.util.List;

/**
 * A table of {@code clerk}, or the view of {@code clerk_tenant} that shows a tenant the same.
 *
 * @param comment what the database says of it; empty where it says nothing
 */
record ReaderTable(String schema, String name, String comment, List<ReaderColumn> columns) {

    static final String BACKEND = "clerk";
    static final String TENANT = "clerk_tenant";

    ReaderTable {
        columns = List.copyOf(columns);
    }

    /** {@code ClerkUser} of {@code clerk.users}, {@code TenantUser} of {@code clerk_tenant.users}. */
    String model() {
        return (schema.equals(TENANT) ? "Tenant" : "Clerk") + Spelling.model(name);
    }

    String qualified() {
        return schema + "." + name;
    }

    List<ReaderColumn> key() {
        return columns.stream().filter(ReaderColumn::key).toList();
    }

    boolean has(String column) {
        return columns.stream().anyMatch(own -> own.name().equals(column));
    }
}
