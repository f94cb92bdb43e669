package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.chaos.matrix.Fault.Excuse;
import dev.rollcall.proving.proxy.CommitSnare;
import dev.rollcall.proving.proxy.Toxics;
import dev.rollcall.proving.site.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What goes wrong with PostgreSQL: its processes, the way to it, its data. */
final class PostgresFaults {

    private static final int CUTS = 3;
    private static final String TABLE_SPACE = "chaos_small";

    private PostgresFaults() {}

    static List<Fault> all() {
        return List.of(killed(), cutAtCommit(), silent(), restored(), full());
    }

    private static Fault killed() {
        return Fault.of("F9", "kill -9 of PostgreSQL while batches are applied")
                .lasting(4)
                .inject(scene -> {
                    markTransient(scene);
                    scene.site().database().server().kill();
                })
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
                    markTransient(scene);
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
                .afterwards(scene -> {
                    // At the start of a partition, or in the middle of its reading.
                    String log = Files.readString(scene.site().running().logs().resolve("worker-0.log"));
                    scene.expect(
                            "the worker says that the database went back",
                            log.contains("The database went back") || log.contains("reading again from offset"));
                });
    }

    private static Fault full() {
        return Fault.of("F13", "the disk of the tables is full")
                .withEvents(800)
                .lasting(8)
                .remark("a tablespace on a tmpfs of 96 MB, which is filled; WAL lies elsewhere")
                .inject(scene -> {
                    markTransient(scene);
                    SmallDisk disk = SmallDisk.mount(scene.site().directory().resolve("small-disk"), 96);
                    scene.keep(disk);
                    scene.leave(disk::close);
                    Database database = scene.site().database();
                    database.execute(
                            "create tablespace %s location '%s'".formatted(TABLE_SPACE, disk.tables()),
                            "grant create on tablespace %s to rollcall_owner".formatted(TABLE_SPACE));
                    moveTables(database, TABLE_SPACE);
                    disk.fill();
                    scene.note("disk full");
                })
                .heal(scene -> {
                    scene.kept(SmallDisk.class).free();
                    scene.note("space again");
                })
                .afterwards(scene -> {
                    expectTransient(scene);
                    moveTables(scene.site().database(), "pg_default");
                    scene.site().database().execute("drop tablespace " + TABLE_SPACE);
                });
    }

    private static void moveTables(Database database, String space) throws SQLException {
        List<String> tables = database.texts("admin", """
                select format('alter table clerk.%I set tablespace ', relname) from pg_class
                where relnamespace = 'clerk'::regnamespace and relkind = 'r' order by relname
                """);
        database.execute(tables.stream().map(statement -> statement + space).toArray(String[]::new));
    }

    static void markTransient(Scene scene) throws InterruptedException {
        scene.mark("transient", failures(scene, "transient"));
    }

    static void expectTransient(Scene scene) throws InterruptedException {
        scene.expect("the worker counted it as transient", failures(scene, "transient") > scene.marked("transient"));
    }

    /** Batches that failed so in the life of the usual worker. */
    static double failures(Scene scene, String kind) throws InterruptedException {
        return scene.site()
                .running()
                .workerMetrics()
                .sum("rollcall_apply_failures_total", sample -> kind.equals(sample.label("kind")));
    }
}
