package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.chaos.invariant.Offsets;
import dev.rollcall.proving.chaos.load.Prober.Answer;
import dev.rollcall.proving.chaos.matrix.Fault.Excuse;
import dev.rollcall.proving.site.Brokers;
import dev.rollcall.proving.site.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;

/** What administrators do to topics and groups. */
final class TopicFaults {

    private static final String EVENTS = new Topics("").events();
    private static final String DEAD_LETTERS = new Topics("").deadLetters();
    /**
     * Bytes. Smaller than any dead letter. With 1 a transaction had not ended minutes after the limit was lifted (Kafka
     * 4.2.1), probably since the marker that ends it did not fit either.
     */
    private static final String LARGER_THAN_A_MARKER = "200";

    private static final String LARGEST_DECLARED = Integer.toString(4 * 1024 * 1024);

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration SHORT = Duration.ofMillis(10);

    private TopicFaults() {}

    static List<Fault> all() {
        return List.of(deadLettersRefused(), partitionsGrown(), topicMadeAgain());
    }

    private static Fault deadLettersRefused() {
        return Fault.of("F24", "the dead-letter topic refuses every record")
                .lasting(8)
                .remark("its max.message.bytes is 200; there is no authorizer here that could deny the topic")
                .inject(scene -> {
                    scene.leave(() -> setLargest(scene, LARGEST_DECLARED));
                    scene.mark("unknown", PostgresFaults.failures(scene, "unknown"));
                    setLargest(scene, LARGER_THAN_A_MARKER);
                })
                .whileItLasts(scene -> {
                    scene.holdOn();
                    scene.expect(
                            "the worker waits and somebody has to look: failures of unknown kind are counted",
                            PostgresFaults.failures(scene, "unknown") > scene.marked("unknown"));
                })
                .heal(scene -> setLargest(scene, LARGEST_DECLARED));
    }

    private static Fault partitionsGrown() {
        return Fault.of("F29", "the events' topic grows from 12 to 24 partitions under load")
                .at(Place.OWN)
                .withEvents(900)
                .lasting(3)
                .remark("the gateway is started again, so that it sends to the new partitions at once")
                .inject(scene -> {
                    try (Admin admin = scene.site().brokers().admin()) {
                        admin.createPartitions(Map.of(EVENTS, NewPartitions.increaseTo(24)))
                                .all()
                                .get();
                    }
                    scene.note("24 partitions");
                    scene.site().running().gateway().stop(Duration.ofSeconds(30));
                    scene.site().running().startGateway();
                })
                .afterwards(scene -> scene.expect(
                        "events lie in the new partitions",
                        scene.site()
                                        .database()
                                        .texts(
                                                "admin",
                                                "select 1 from rollcall.progress where partition >= 12 and next_offset > 0")
                                        .size()
                                > 0));
    }

    private static Fault topicMadeAgain() {
        return Fault.of("F30", "the group's offsets are gone; the events' topic is deleted and made again")
                .at(Place.OWN)
                .beforeTheLoad()
                .lasting(3)
                .remark(
                        "architecture.md holds: nothing is skipped and nobody has to act, a topic that was made again is"
                                + " read from its start. What was not applied before is gone with the topic, so it happens when"
                                + " all was applied; the load then sends it again. Without committed offsets the last batch"
                                + " of a partition may be unannounced, so it is announced again")
                .excused(Excuse.ANNOUNCED_AGAIN)
                .excused(Excuse.OFFSETS_DURING)
                .inject(scene -> {
                    Running running = scene.site().running();
                    List<Answer> before = scene.prober()
                            .send(80, SHORT, scene.site().secrets().signing());
                    scene.expect(
                            "what comes before is stored",
                            before.stream().allMatch(answer -> answer.status() == 202)
                                    && Offsets.awaitConsumed(scene.site(), Duration.ofMinutes(1)));
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
}
