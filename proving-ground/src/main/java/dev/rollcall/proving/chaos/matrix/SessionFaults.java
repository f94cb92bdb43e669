package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.site.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What other sessions do in the database. */
final class SessionFaults {

    private static final int ROUNDS = 10;
    private static final int MORE_THAN_THERE_ARE = 250;

    private SessionFaults() {}

    static List<Fault> all() {
        return List.of(noConnectionLeft(), slowStatements(), hotRowsLocked(), deadlocks());
    }

    private static Fault noConnectionLeft() {
        return Fault.of("F15", "every connection of PostgreSQL is taken by others")
                .lasting(8)
                .inject(scene -> {
                    PostgresFaults.markTransient(scene);
                    List<Connection> hogs = new ArrayList<>();
                    scene.leave(() -> closeAll(hogs));
                    scene.keep(hogs);
                    // Sooner or later others take what the worker loses, before it asks again.
                    for (int round = 0; round < ROUNDS; round++) {
                        takeAll(scene.site().database(), hogs);
                        scene.site().database().link().resetAll();
                        takeAll(scene.site().database(), hogs);
                        scene.holdOn(Duration.ofMillis(100));
                    }
                    scene.note(hogs.size() + " connections taken");
                })
                .whileItLasts(scene -> {
                    scene.holdOn();
                    scene.expect("the worker stays live", scene.site().running().workerIsLive());
                })
                .heal(scene -> closeAll(scene.kept(List.class)))
                .afterwards(PostgresFaults::expectTransient);
    }

    private static void takeAll(Database database, List<Connection> hogs) {
        try {
            while (hogs.size() < MORE_THAN_THERE_ARE) {
                hogs.add(database.connect("backend"));
            }
        } catch (SQLException none) {
            // 53300: that is what was wanted.
        }
    }

    private static void closeAll(List<?> connections) throws SQLException {
        for (Object connection : connections) {
            ((Connection) connection).close();
        }
    }

    private static Fault slowStatements() {
        return Fault.of("F20", "every write takes longer than a statement may")
                .lasting(14)
                .remark("a trigger that sleeps 12 s; statement_timeout (10 s) ends it, long before max.poll.interval")
                .inject(scene -> {
                    PostgresFaults.markTransient(scene);
                    scene.leave(() -> dropSleep(scene.site().database()));
                    scene.site().database().execute("""
                            create function public.chaos_sleep() returns trigger language plpgsql as
                            $$ begin perform pg_catalog.pg_sleep(12); return null; end $$
                            """, """
                            create trigger chaos_sleep before insert or update on clerk.users
                            for each statement execute function public.chaos_sleep()
                            """);
                })
                .heal(scene -> dropSleep(scene.site().database()))
                .afterwards(PostgresFaults::expectTransient);
    }

    private static void dropSleep(Database database) throws SQLException {
        database.execute("drop function if exists public.chaos_sleep() cascade");
    }

    private static Fault hotRowsLocked() {
        return Fault.of("F21", "a foreign session holds locks on hot rows")
                .lasting(12)
                .remark("12 s and not 30: lock_timeout is 5 s")
                .inject(scene -> {
                    PostgresFaults.markTransient(scene);
                    Connection foreign = scene.site().database().administrator();
                    scene.keep(foreign);
                    scene.leave(foreign);
                    foreign.setAutoCommit(false);
                    try (Statement lock = foreign.createStatement()) {
                        lock.execute("select 1 from clerk.users for update");
                        lock.execute("select 1 from clerk.organizations for update");
                    }
                })
                .heal(scene -> {
                    Connection foreign = scene.kept(Connection.class);
                    foreign.rollback();
                    foreign.close();
                })
                .afterwards(PostgresFaults::expectTransient);
    }

    private static Fault deadlocks() {
        return Fault.of("F22", "a foreign writer locks the same rows in the opposite order")
                .lasting(8)
                .inject(scene -> {
                    double before = deadlocksIn(scene.site().database());
                    long until = System.nanoTime() + scene.hold().toNanos();
                    while (System.nanoTime() - until < 0) {
                        lockBackwards(scene.site().database());
                    }
                    double during = deadlocksIn(scene.site().database()) - before;
                    scene.note("%.0f deadlocks".formatted(during));
                    scene.expect("deadlocks happened", during > 0);
                });
    }

    private static double deadlocksIn(Database database) throws SQLException {
        return Double.parseDouble(database.texts(
                        "admin", "select sum(deadlocks) from pg_stat_database where datname = current_database()")
                .getFirst());
    }

    private static void lockBackwards(Database database) throws SQLException {
        try (Connection foreign = database.administrator();
                Statement lock = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            lock.execute("set local statement_timeout = '3s'");
            // Later tables first, and in each the greatest id first: the worker goes the other way.
            lock.execute("select 1 from clerk.organization_memberships order by id desc for update");
            lock.execute("select pg_sleep(0.3)");
            lock.execute("select 1 from clerk.users order by id desc for update");
            lock.execute("select 1 from clerk.organizations order by id desc for update");
            foreign.rollback();
        } catch (SQLException victim) {
            // One of the two has to give way, and it may be this one.
        }
    }
}
