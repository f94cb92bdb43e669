package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.table.Table;
import java.sql.SQLException;
import java.util.SortedMap;

/** The rows of all tables inside one transaction: what applying a batch needs of a database. */
interface Rows {

    /** Takes the ownership locks of everything that the batch touches. */
    void lockOwners(Resolution resolution) throws SQLException;

    TableRows of(Table table);

    /** Adds to the keys that roles ever had, each with the greatest time that it came with. */
    void rememberRoleKeys(SortedMap<RoleKeys.Name, RoleKeys.Times> keys) throws SQLException;
}
