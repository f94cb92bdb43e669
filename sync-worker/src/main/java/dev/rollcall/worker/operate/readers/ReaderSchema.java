package dev.rollcall.worker.operate.readers;

import dev.rollcall.startup.RefusedAsThingsAreException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables that readers use, as their tools want them declared, written from the database. */
public final class ReaderSchema {

    private final List<ReaderTable> tables;
    private final List<ReaderCatalog.Declared> functions;

    private ReaderSchema(List<ReaderTable> tables, List<ReaderCatalog.Declared> functions) {
        this.tables = tables;
        this.functions = functions;
    }

    /** @throws IllegalArgumentException with one line for the operator when Rollcall's tables are not there */
    public static ReaderSchema of(JdbcClient database) {
        ReaderCatalog catalog = new ReaderCatalog(database);
        List<ReaderTable> tables = catalog.tables();
        if (tables.isEmpty()) {
            throw new RefusedAsThingsAreException("the database has no tables of Rollcall's; run: ./rollcall migrate");
        }
        return new ReaderSchema(tables, catalog.functions());
    }

    /** @param added fields that models of the application's need in those of Rollcall's */
    public String prisma(List<OppositeField> added) {
        return new PrismaModels(tables, added).text();
    }

    public String drizzle() {
        return new DrizzleTables(tables).text();
    }

    public String typescript() {
        return new TypeScriptRows(tables).text();
    }

    public String shadow() {
        return new ShadowSchema(tables, functions).text();
    }
}
