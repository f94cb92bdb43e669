package dev.rollcall.worker.tenancy;

import dev.rollcall.worker.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A login of a test's own, gone afterwards: roles belong to the whole server, which other tests use too. */
final class Login implements AutoCloseable {

    private final TestDatabase database;
    final String name;

    /** @param attributes such as {@code bypassrls} or {@code in role rollcall_tenant} */
    Login(TestDatabase database, String suffix, String attributes) {
        this.database = database;
        this.name = database.name + "_" + suffix;
        database.execute("create role " + name + " login password 'test-password' " + attributes
                + "; grant connect on database " + database.name + " to " + name);
    }

    Caller connect() throws SQLException {
        String url = database.urlOf("rollcall_tenant").jdbcUrl();
        return new Caller(DriverManager.getConnection(url, name, "test-password"));
    }

    @Override
    public void close() {
        database.execute("drop owned by " + name + " cascade; drop role " + name);
    }
}
