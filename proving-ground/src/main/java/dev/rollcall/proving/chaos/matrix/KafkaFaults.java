package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.chaos.load.Prober.Answer;
import dev.rollcall.proving.proxy.Toxics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong with Kafka: its nodes, and the way to it. */
final class KafkaFaults {

    private static final String EVENTS = new Topics("").events();

    private static final Duration PROMISED = Duration.ofMillis(2_500);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private KafkaFaults() {}

    static List<Fault> all() {
        return List.of(leaderKilled(), twoKilled(), allDown(), zombieLeader(), answersLost(), narrow());
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
                .remark("10 s and not 30: a broker's session here is 4 s, Kafka's default is 9 s")
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

    /** P6 and the contract: 503 with Retry-After in less than 2.5 s. */
    private static void expectQuickRefusals(Scene scene) throws InterruptedException {
        // What is in flight when Kafka goes may still be acknowledged; two seconds later nothing is.
        scene.holdOn(Duration.ofSeconds(2));
        List<Answer> answers = new ArrayList<>(
                scene.prober().send(4, PAUSE, scene.site().secrets().signing()));
        Duration slowest =
                answers.stream().map(Answer::took).max(Duration::compareTo).orElse(Duration.ZERO);
        scene.note("slowest refusal " + slowest.toMillis() + " ms");
        scene.expect(
                "503 with Retry-After while Kafka does not acknowledge",
                answers.stream().allMatch(answer -> answer.status() == 503 && answer.retryAfter()));
        scene.expect("each in less than 2.5 s", slowest.compareTo(PROMISED) < 0);
    }
}
