package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.local.application.Applications;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.LogTail;
import dev.rollcall.proving.chaos.matrix.Fault.Excuse;
import dev.rollcall.proving.proxy.CommitSnare;
import dev.rollcall.proving.site.Running;
import dev.rollcall.proving.site.Site;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What goes wrong with the worker, and with all processes at once. */
final class WorkerFaults {

    private static final String SECOND = "worker-1";
    private static final String THIRD = "worker-2";
    private static final String TWIN = "worker-0-twin";
    private static final int NESTED = 20_000;
    private static final String SMALL_HEAP = "-Xmx34m";

    private WorkerFaults() {}

    static List<Fault> all() {
        return List.of(killedMidBatch(), rebalances(), twins(), zombie(), poison(), tooSmall(), everythingKilled());
    }

    private static Fault killedMidBatch() {
        return Fault.of("F16", "kill -9 of the worker in a batch: before its commit, and between the two commits")
                .withEvents(1400)
                .lasting(1)
                .inject(scene -> {
                    killAtCommit(scene, false);
                    scene.site().running().startWorker();
                    killAtCommit(scene, true);
                })
                .heal(scene -> scene.site().running().startWorker());
    }

    private static void killAtCommit(Scene scene, boolean delivered) throws InterruptedException {
        CountDownLatch killed = new CountDownLatch(1);
        ChildProcess worker = scene.site().running().worker();
        scene.site().database().link().lay(new CommitSnare(1, delivered, () -> {
            worker.kill();
            killed.countDown();
        }));
        boolean caught = killed.await(30, TimeUnit.SECONDS);
        scene.site().database().link().heal();
        scene.note(delivered ? "killed after the database's commit" : "killed before the database's commit");
        scene.expect("killed " + (delivered ? "after" : "before") + " the database's commit", caught);
        if (!caught) {
            worker.kill();
        }
    }

    private static Fault rebalances() {
        return Fault.of("F17", "workers come and go, each with partitions for three seconds")
                .withEvents(1400)
                .lasting(3)
                .inject(scene -> {
                    Running running = scene.site().running();
                    for (int round = 0; round < 2; round++) {
                        String name = scene.dice().below(2) == 0 ? SECOND : THIRD;
                        running.startWorker(name);
                        scene.note(name + " has partitions");
                        scene.holdOn();
                        boolean killed = scene.dice().below(2) == 0;
                        if (!killed) {
                            running.process(name).stop(Duration.ofSeconds(30));
                        }
                        running.remove(name);
                        scene.note(name + (killed ? " is killed" : " is stopped"));
                    }
                });
    }

    private static Fault twins() {
        return Fault.of("F18", "two workers with one identity")
                .withEvents(900)
                .lasting(1)
                .excused(Excuse.PROCESS_ENDS)
                .inject(scene -> scene.site().running().launchWorker(TWIN, Running.WORKER, Applications.JVM_OPTIONS))
                .whileItLasts(scene -> {
                    Running running = scene.site().running();
                    for (int look = 0; look < 600; look++) {
                        if (!running.worker().isAlive()
                                || !running.process(TWIN).isAlive()) {
                            break;
                        }
                        scene.holdOn(Duration.ofMillis(100));
                    }
                    boolean usual = !running.worker().isAlive();
                    ChildProcess ended = usual ? running.worker() : running.process(TWIN);
                    scene.note(
                            ended.isAlive() ? "both still run" : (usual ? "the first" : "the second") + " has ended");
                    scene.expect(
                            "one of them ends and names the identity",
                            !ended.isAlive()
                                    && LogTail.lines(ended.logFile(), 200).stream()
                                            .anyMatch(line -> line.contains("fence each other")));
                })
                .heal(scene -> {
                    scene.site().running().remove(TWIN);
                    scene.site().running().startMissing();
                });
    }

    private static Fault zombie() {
        return Fault.of("F19", "the worker freezes for longer than its session and goes on")
                .withEvents(1300)
                .lasting(24)
                .remark("about 24 s and not 60; the session is 15 s. A second worker takes over meanwhile")
                .inject(scene -> {
                    scene.site().running().startWorker(SECOND);
                    scene.site().running().worker().pause();
                    scene.note("frozen");
                })
                .heal(scene -> {
                    scene.site().running().worker().resume();
                    scene.note("goes on");
                    scene.holdOn(Duration.ofSeconds(3));
                    scene.site().running().process(SECOND).stop(Duration.ofSeconds(30));
                    scene.site().running().remove(SECOND);
                });
    }

    private static Fault poison() {
        return Fault.of("F23", "poison in batches that have piled up")
                .lasting(6)
                .of("poison")
                .remark("one by one at the edges of a batch of 300: the worker's own FailureHandlingIT")
                .inject(scene -> scene.site().running().worker().pause())
                .heal(scene -> scene.site().running().worker().resume());
    }

    private static Fault tooSmall() {
        return Fault.of("F25", "java.lang.Error: a heap that is too small, and bodies nested 20,000 deep")
                .withEvents(900)
                .lasting(4)
                .excused(Excuse.PROCESS_ENDS)
                .inject(scene -> {
                    String opening =
                            "{\"object\":\"event\",\"type\":\"user.updated\",\"data\":{\"id\":\"user_x\",\"public_metadata\":";
                    byte[] nested =
                            (opening + "[".repeat(NESTED) + "]".repeat(NESTED) + "}}").getBytes(StandardCharsets.UTF_8);
                    for (int sent = 0; sent < 3; sent++) {
                        String id = "msg_chaosNested" + scene.dice().below(1_000_000_000);
                        scene.sent(id);
                        scene.expect(
                                "a nested body is stored and answered 202",
                                scene.prober()
                                                .send(
                                                        id,
                                                        nested,
                                                        scene.site().secrets().signing())
                                                .status()
                                        == 202);
                    }
                    Running running = scene.site().running();
                    running.worker().kill();
                    running.launchWorker(Running.WORKER, Applications.jvmOptions(SMALL_HEAP));
                })
                .whileItLasts(scene -> {
                    String became = "";
                    for (int look = 0; look < 60 && became.isEmpty(); look++) {
                        scene.holdOn(Duration.ofSeconds(1));
                        became = became(scene.site().running());
                    }
                    scene.note("with " + SMALL_HEAP + " " + (became.isEmpty() ? "it does nothing" : became));
                    scene.expect("it ends or works: it is never up without consuming", !became.isEmpty());
                })
                .heal(scene -> {
                    scene.site().running().worker().kill();
                    scene.site().running().startWorker();
                })
                .afterwards(scene -> scene.expect(
                        "the nested bodies are dead letters",
                        scene.site()
                                .database()
                                .texts("admin", "select message_id from rollcall.dead_letters where code = 'limits'")
                                .containsAll(scene.furtherMessages())));
    }

    private static String became(Running running) throws InterruptedException {
        if (!running.worker().isAlive()) {
            return "it ended";
        }
        if (running.workerMetrics().sum("rollcall_consumed_records_total") > 0) {
            return "it works";
        }
        return "";
    }

    private static Fault everythingKilled() {
        return Fault.of("F44", "kill -9 of everything at once, started again in a random order")
                .withEvents(500)
                .lasting(1)
                .inject(scene -> {
                    Site site = scene.site();
                    site.running().gateway().kill();
                    site.brokers().killAll();
                    site.database().server().kill();
                    site.running().worker().kill();
                })
                .heal(scene -> {
                    Site site = scene.site();
                    List<String> order = new ArrayList<>(List.of("gateway", "worker", "PostgreSQL", "Kafka"));
                    java.util.Collections.shuffle(
                            order, new java.util.Random(scene.dice().next()));
                    scene.note("started in the order " + String.join(", ", order));
                    for (String part : order) {
                        switch (part) {
                            case "gateway" ->
                                site.running().launchGateway(site.secrets().signing());
                            case "worker" -> site.running().launchWorker(Running.WORKER, Applications.JVM_OPTIONS);
                            case "PostgreSQL" -> site.database().startMissing();
                            default -> site.brokers().startMissing();
                        }
                    }
                    // A worker that finds no database may end; the process manager starts it again.
                    site.startMissing();
                });
    }
}
