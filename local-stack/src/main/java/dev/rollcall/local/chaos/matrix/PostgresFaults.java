package dev.rollcall.local.chaos.matrix;

import dev.rollcall.local.chaos.matrix.Fault.Excuse;
import dev.rollcall.local.chaos.site.Database;
import dev.rollcall.local.proxy.CommitSnare;
import dev.rollcall.local.proxy.Toxics;
import dev.rollcall.local.vitals.MetricsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong with PostgreSQL, and what others do in it. */
final class PostgresFaults {

    private static final int CUTS = 3;
    private static final String TABLE_SPACE = "chaos_small";

    private PostgresFaults() {}

    static List<Fault> all() {
        return List.of(
                killed(),
                cutAtCommit(),
                silent(),
                restored(),
                full(),
                noConnectionLeft(),
                slowStatements(),
                hotRowsLocked(),
                deadlocks());
    }

    private static Fault killed() {
        return Fault.of("F9", "kill -9 of PostgreSQL while batches are applied")
                .lasting(4)
                .inject(scene -> scene.site().database().server().kill())
                .heal(scene -> scene.site().database().startMissing())
                .afterwards(PostgresFaults::expectTransient);
    }

    private static Fault cutAtCommit() {
        return Fault.of("F10", "the connection is cut exactly at COMMIT, done and not done")
                .withEvents(400)
                .lasting(4)
                .inject(scene -> {
                    for (boolean delivered : new boolean[] {true, false}) {
                        CommitSnare snare = new CommitSnare(CUTS, delivered, () -> {});
                        scene.site().database().link().lay(snare);
                        for (int look = 0; snare.left() > 0 && look < 200; look++) {
                            scene.holdOn(Duration.ofMillis(100));
                        }
                        scene.note("%d commits cut, %s by the server"
                                .formatted(CUTS - snare.left(), delivered ? "done" : "never seen"));
                        scene.expect(
                                "commits were cut while " + (delivered ? "done" : "not done"), snare.left() < CUTS);
                    }
                })
                .heal(scene -> scene.site().database().link().heal());
    }

    private static Fault silent() {
        return Fault.of("F11", "PostgreSQL does not answer: stopped, or behind a silent link")
                .lasting(20)
                .remark("20 s and not 60: the longest wait for a silent server is 15 s")
                .inject(scene -> {
                    boolean stopped = scene.dice().below(2) == 0;
                    scene.keep(stopped);
                    scene.note(stopped ? "SIGSTOP" : "a link that swallows everything");
                    if (stopped) {
                        scene.site().database().server().pause();
                    } else {
                        scene.site().database().link().treat(Toxics.SILENCE);
                    }
                })
                .whileItLasts(scene -> {
                    scene.holdOn();
                    scene.expect("the worker stays live", scene.site().running().workerIsLive());
                })
                .heal(scene -> {
                    if (scene.kept(Boolean.class)) {
                        scene.site().database().server().resume();
                    } else {
                        scene.site().database().link().heal();
                    }
                })
                .afterwards(PostgresFaults::expectTransient);
    }

    private static Fault restored() {
        return Fault.of("F12", "PostgreSQL is replaced by a base backup that lacks the last commits")
                .withEvents(900)
                .lasting(5)
                .excused(Excuse.ANNOUNCED_AGAIN)
                .excused(Excuse.OFFSETS_DURING)
                .remark("P4 excepts it: versions that were lost with the database are announced again")
                .inject(scene -> {
                    scene.keep(scene.site().database().backUp());
                    scene.note("backed up");
                })
                .heal(scene -> {
                    scene.site().database().replaceBy(scene.kept(Path.class));
                    scene.note("replaced by the backup");
                    scene.site().database().startMissing();
                })
                .afterwards(scene -> scene.expect(
                        "the worker says that the database went back",
                        Files.readString(scene.site().running().logs().resolve("worker-0.log"))
                                .contains("The database went back")));
    }

    private static Fault full() {
        return Fault.of("F13", "the disk of the tables is full")
                .withEvents(800)
                .lasting(8)
                .remark("a tablespace on a tmpfs of 48 MB, which is filled; WAL lies elsewhere")
                .inject(scene -> {
                    SmallDisk disk = SmallDisk.mount(scene.site().directory().resolve("small-disk"), 48);
                    scene.keep(disk);
                    Database database = scene.site().database();
                    database.execute(
                            "create tablespace %s location '%s'".formatted(TABLE_SPACE, disk.tables()),
                            "grant create on tablespace %s to rollcall_owner".formatted(TABLE_SPACE));
                    moveTables(database, TABLE_SPACE);
                    disk.fill();
                    // Free space inside the tables would let them go on for long.
                    scene.note("disk full");
                })
                .heal(scene -> {
                    SmallDisk disk = scene.kept(SmallDisk.class);
                    disk.free();
                    scene.note("space again");
                })
                .afterwards(scene -> {
                    moveTables(scene.site().database(), "pg_default");
                    scene.site().database().execute("drop tablespace " + TABLE_SPACE);
                    scene.kept(SmallDisk.class).close();
                    MetricsPage metrics = scene.site().running().workerMetrics();
                    scene.note("failures so far: " + metrics.sum("rollcall_apply_failures_total"));
                });
    }

    private static Fault noConnectionLeft() {
        return Fault.of("F15", "every connection of PostgreSQL is taken by others")
                .lasting(8)
                .inject(scene -> {
                    List<Connection> hogs = new ArrayList<>();
                    scene.keep(hogs);
                    // The worker's connections are cut again and again while others take every slot.
                    try {
                        while (hogs.size() < 250) {
                            hogs.add(scene.site().database().connect("backend"));
                        }
                    } catch (SQLException none) {
                        scene.site().database().link().resetAll();
                    }
                    try {
                        while (hogs.size() < 250) {
                            hogs.add(scene.site().database().connect("backend"));
                        }
                    } catch (SQLException none) {
                        scene.note(hogs.size() + " connections taken, SQLSTATE " + none.getSQLState());
                    }
                })
                .heal(scene -> {
                    for (Object hog : scene.kept(List.class)) {
                        ((Connection) hog).close();
                    }
                });
    }

    private static Fault slowStatements() {
        return Fault.of("F20", "every write takes longer than a statement may")
                .lasting(14)
                .remark("a trigger that sleeps 12 s; statement_timeout (10 s) ends it, long before max.poll.interval")
                .inject(scene -> scene.site().database().execute("""
                        create function public.chaos_sleep() returns trigger language plpgsql as
                        $$ begin perform pg_catalog.pg_sleep(12); return null; end $$
                        """, """
                        create trigger chaos_sleep before insert or update on clerk.users
                        for each statement execute function public.chaos_sleep()
                        """))
                .heal(scene -> scene.site()
                        .database()
                        .execute("drop trigger chaos_sleep on clerk.users", "drop function public.chaos_sleep()"))
                .afterwards(PostgresFaults::expectTransient);
    }

    private static Fault hotRowsLocked() {
        return Fault.of("F21", "a foreign session holds locks on hot rows")
                .lasting(12)
                .remark("12 s and not 30: lock_timeout is 5 s")
                .inject(scene -> {
                    Connection foreign = scene.site().database().administrator();
                    scene.keep(foreign);
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
                });
    }

    private static Fault deadlocks() {
        return Fault.of("F22", "a foreign writer locks the same rows in the opposite order")
                .lasting(8)
                .inject(scene -> {
                    long until = System.nanoTime() + scene.hold().toNanos();
                    while (System.nanoTime() - until < 0) {
                        lockBackwards(scene.site().database());
                    }
                    List<String> deadlocks = scene.site()
                            .database()
                            .texts(
                                    "admin",
                                    "select deadlocks from pg_stat_database where datname = current_database()");
                    scene.note(deadlocks.getFirst() + " deadlocks in this database so far");
                });
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

    private static void moveTables(Database database, String space) throws SQLException {
        List<String> tables = database.texts("admin", """
                select format('alter table clerk.%I set tablespace ', relname) from pg_class
                where relnamespace = 'clerk'::regnamespace and relkind = 'r' order by relname
                """);
        database.execute(tables.stream().map(statement -> statement + space).toArray(String[]::new));
    }

    private static void expectTransient(Scene scene) throws InterruptedException {
        scene.expect(
                "the worker counted it as transient",
                scene.site()
                                .running()
                                .workerMetrics()
                                .sum(
                                        "rollcall_apply_failures_total",
                                        sample -> "transient".equals(sample.label("kind")))
                        > 0);
    }
}
