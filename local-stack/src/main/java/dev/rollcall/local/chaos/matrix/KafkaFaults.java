package dev.rollcall.local.chaos.matrix;

import dev.rollcall.local.chaos.load.Prober.Answer;
import dev.rollcall.local.chaos.site.Brokers;
import dev.rollcall.local.chaos.site.Running;
import dev.rollcall.local.proxy.Toxics;
import dev.rollcall.model.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;

/** What goes wrong with Kafka: its nodes, the way to it, its topics. */
final class KafkaFaults {

    private static final String EVENTS = new Topics("").events();
    private static final String DEAD_LETTERS = new Topics("").deadLetters();
    /**
     * Bytes. Smaller than any dead letter. With 1 a transaction had not ended minutes after the limit was lifted (Kafka
     * 4.2.1), probably since the marker that ends it did not fit either.
     */
    private static final String LARGER_THAN_A_MARKER = "200";

    private static final Duration PROMISED = Duration.ofMillis(2_500);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private KafkaFaults() {}

    static List<Fault> all() {
        return List.of(
                leaderKilled(),
                twoKilled(),
                allDown(),
                zombieLeader(),
                answersLost(),
                narrow(),
                deadLettersRefused(),
                partitionsGrown(),
                topicMadeAgain());
    }

    private static Fault leaderKilled() {
        return Fault.of("F4", "kill -9 of a partition's leader")
                .at(Place.CLUSTER)
                .lasting(6)
                .inject(scene -> {
                    int leader =
                            scene.site().brokers().leaderOf(EVENTS, scene.dice().below(12));
                    scene.note("node " + (leader + 1));
                    scene.site().brokers().kill(leader);
                })
                .heal(scene -> scene.site().brokers().startMissing());
    }

    private static Fault twoKilled() {
        return Fault.of("F5", "kill -9 of two of three brokers")
                .at(Place.CLUSTER)
                .lasting(6)
                .inject(scene -> {
                    int survivor = scene.dice().below(3);
                    scene.note("node " + (survivor + 1) + " survives");
                    for (int node = 0; node < 3; node++) {
                        if (node != survivor) {
                            scene.site().brokers().kill(node);
                        }
                    }
                })
                .whileItLasts(KafkaFaults::expectQuickRefusals)
                .heal(scene -> scene.site().brokers().startMissing());
    }

    private static Fault allDown() {
        return Fault.of("F6", "the whole of Kafka is down")
                .lasting(12)
                .remark("12 s and not 10 min, as the retry schedule is compressed")
                .inject(scene -> scene.site().brokers().killAll())
                .whileItLasts(scene -> {
                    expectQuickRefusals(scene);
                    scene.expect(
                            "the gateway stays live", scene.site().running().gatewayIsLive());
                    scene.expect("the worker stays live", scene.site().running().workerIsLive());
                })
                .heal(scene -> scene.site().brokers().startMissing());
    }

    private static Fault zombieLeader() {
        return Fault.of("F7", "SIGSTOP of a leading broker, which then goes on")
                .at(Place.CLUSTER)
                .lasting(10)
                .remark("10 s and not 30: a broker's session here is 2 s, in production 9 s")
                .inject(scene -> {
                    int leader =
                            scene.site().brokers().leaderOf(EVENTS, scene.dice().below(12));
                    scene.note("node " + (leader + 1));
                    scene.keep(leader);
                    scene.site().brokers().pause(leader);
                })
                .heal(scene -> scene.site().brokers().resume(scene.kept(Integer.class)));
    }

    private static Fault answersLost() {
        return Fault.of("F8", "gateway and Kafka: requests arrive, answers are lost")
                .lasting(6)
                .inject(scene -> scene.site().brokers().treatGatewayLinks(Toxics.ANSWERS_LOST))
                .whileItLasts(scene -> {
                    List<Answer> answers =
                            scene.prober().send(4, PAUSE, scene.site().secrets().signing());
                    scene.expect(
                            "503 and not 202 without Kafka's answer",
                            answers.stream().allMatch(answer -> answer.status() == 503));
                })
                .heal(scene -> scene.site().brokers().healLinks());
    }

    private static Fault narrow() {
        return Fault.of("F37", "1 Mbit/s, 100 ms each way, and slices, to Kafka and to PostgreSQL")
                .lasting(8)
                .remark("slices of 64 bytes; 100 ms each way and not 300, since it is added to every packet")
                .inject(scene -> {
                    Toxics slow = Toxics.slow(Duration.ofMillis(100)).withBytesPerSecond(125_000);
                    scene.site().brokers().treatGatewayLinks(slow);
                    scene.site().brokers().treatWorkerLinks(slow);
                    scene.site()
                            .database()
                            .link()
                            .treat(Toxics.slow(Duration.ofMillis(20)).withSlice(64));
                })
                .heal(scene -> {
                    scene.site().brokers().healLinks();
                    scene.site().database().link().heal();
                });
    }

    private static Fault deadLettersRefused() {
        return Fault.of("F24", "the dead-letter topic refuses every record")
                .lasting(8)
                .remark("its max.message.bytes is 200; there is no authorizer here that could deny the topic")
                .inject(scene -> setLargest(scene, LARGER_THAN_A_MARKER))
                .heal(scene -> setLargest(scene, Integer.toString(4 * 1024 * 1024)));
    }

    private static Fault partitionsGrown() {
        return Fault.of("F29", "the events' topic grows from 12 to 24 partitions under load")
                .at(Place.OWN)
                .lasting(3)
                .remark("the gateway refuses to start on such a topic again, so this system is not used further")
                .inject(scene -> {
                    try (Admin admin = scene.site().brokers().admin()) {
                        admin.createPartitions(Map.of(EVENTS, NewPartitions.increaseTo(24)))
                                .all()
                                .get();
                    }
                });
    }

    private static Fault topicMadeAgain() {
        return Fault.of("F30", "the group's offsets are gone; the events' topic is deleted and made again")
                .at(Place.OWN)
                .beforeTheLoad()
                .lasting(3)
                .remark(
                        "architecture.md holds: nothing is skipped and nobody has to act, a topic that was made again is"
                                + " read from its start. What was not applied before is gone with the topic, so it happens when"
                                + " all was applied")
                .inject(scene -> {
                    Running running = scene.site().running();
                    running.worker().kill();
                    deleteGroup(scene.site().brokers());
                    scene.note("group deleted");
                    running.startWorker();
                    try (Admin admin = scene.site().brokers().admin()) {
                        admin.deleteTopics(List.of(EVENTS)).all().get();
                        awaitGone(scene, admin);
                    }
                    scene.note("topic deleted");
                    Running.CommandResult made = running.command("topics");
                    scene.expect("the topics are declared again", made.exitCode() == 0);
                });
    }

    private static void awaitGone(Scene scene, Admin admin) throws Exception {
        while (admin.listTopics().names().get().contains(EVENTS)) {
            scene.holdOn(PAUSE);
        }
    }

    /** A static member that was killed stays in its group until its session ends, after 15 s. */
    private static void deleteGroup(Brokers brokers) throws Exception {
        try (Admin admin = brokers.admin()) {
            for (int attempt = 0; ; attempt++) {
                try {
                    admin.deleteConsumerGroups(List.of("rollcall-sync")).all().get();
                    return;
                } catch (ExecutionException notEmpty) {
                    if (attempt > 60) {
                        throw notEmpty;
                    }
                    Thread.sleep(500);
                }
            }
        }
    }

    private static void setLargest(Scene scene, String bytes) throws InterruptedException, ExecutionException {
        try (Admin admin = scene.site().brokers().admin()) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, DEAD_LETTERS);
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** P6 and the contract: 503 with Retry-After in less than 2.5 s. */
    private static void expectQuickRefusals(Scene scene) throws InterruptedException {
        // What is in flight when Kafka goes may still be acknowledged; two seconds later nothing is.
        scene.holdOn(Duration.ofSeconds(2));
        List<Answer> answers = new ArrayList<>(
                scene.prober().send(6, PAUSE, scene.site().secrets().signing()));
        Duration slowest =
                answers.stream().map(Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
        scene.note("slowest refusal " + slowest.toMillis() + " ms");
        scene.expect(
                "503 with Retry-After while Kafka does not acknowledge",
                answers.stream().allMatch(answer -> answer.status() == 503 && answer.retryAfter()));
        scene.expect("each in less than 2.5 s", slowest.compareTo(PROMISED) < 0);
    }
}
