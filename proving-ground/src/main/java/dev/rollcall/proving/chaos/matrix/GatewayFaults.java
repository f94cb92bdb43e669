package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.chaos.load.Prober.Answer;
import dev.rollcall.proving.site.Running;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What goes wrong with the gateway itself: its process, its clock, its secrets, its settings. */
final class GatewayFaults {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int TERMINATED = 143;
    private static final int MOST_LOOKS = 150;

    private GatewayFaults() {}

    static List<Fault> all() {
        return List.of(killed(), stopped(), paused(), skewed(), rotated(), wrongSecret(), misconfigured());
    }

    private static Fault killed() {
        return Fault.of("F1", "kill -9 of the gateway with requests in flight")
                .lasting(1)
                .inject(scene -> scene.site().running().gateway().kill())
                .heal(scene -> scene.site().running().startGateway());
    }

    private static Fault stopped() {
        return Fault.of("F2", "SIGTERM to the gateway under load")
                .lasting(1)
                .remark("a JVM that ended on TERM says 143 or 0")
                .inject(scene -> {
                    long start = System.nanoTime();
                    scene.site().running().gateway().stop(GRACE);
                    int exitCode = scene.site().running().gateway().awaitExit();
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    scene.note("ended with exit code " + exitCode + " after " + took.toMillis() + " ms");
                    scene.expect("ends in good order within its grace", exitCode == 0 || exitCode == TERMINATED);
                })
                .heal(scene -> scene.site().running().startGateway());
    }

    private static Fault paused() {
        return Fault.of("F3", "SIGSTOP of the gateway, then CONT")
                .lasting(8)
                .remark("8 s and not 20: the sender's 15 s are 4 s here, as its retry schedule is compressed")
                .inject(scene -> scene.site().running().gateway().pause())
                .heal(scene -> scene.site().running().gateway().resume());
    }

    private static Fault skewed() {
        return Fault.of("F31", "the gateway's clock 6 min ahead, 6 min behind, 1 h back")
                .withEvents(500)
                .lasting(3)
                // No forgeries: one that is signed for another time is genuine when the clock is wrong by that much.
                .of("duplicate,reorder,tie,update-after-delete,delete-before-create,"
                        + "membership-before-organization,poison,replay-old")
                .remark("the sender's clock is shifted the other way, which the gateway cannot tell from its own")
                .inject(scene -> {
                    for (Duration shift : List.of(Duration.ofMinutes(-6), Duration.ofMinutes(6), Duration.ofHours(1))) {
                        scene.clock().shift(shift);
                        List<Answer> answers = scene.prober()
                                .send(3, SHORT, scene.site().secrets().signing());
                        scene.expect(
                                "401 while the clocks are " + shift.toMinutes() + " min apart",
                                answers.stream().allMatch(answer -> answer.status() == 401));
                        scene.holdOn(Duration.ofSeconds(1));
                    }
                })
                .heal(scene -> scene.clock().shift(Duration.ZERO))
                .afterwards(scene -> scene.expect(
                        "the reason is counted",
                        scene.site()
                                        .running()
                                        .gatewayMetrics()
                                        .sum(
                                                "rollcall_ingest_requests_total",
                                                sample -> sample.label("reason").startsWith("timestamp_"))
                                >= 9));
    }

    private static Fault rotated() {
        return Fault.of("F32", "secret rotated: new and old together, then the old one removed")
                .lasting(3)
                .remark("in the file that the gateway reads; the load is signed with the old one all the time")
                .inject(scene -> {
                    String old = scene.site().secrets().signing();
                    String other = scene.site().secrets().otherSigning();
                    scene.site().running().writeSigningSecrets(other + "\n" + old + "\n");
                    scene.expect("the new secret is accepted soon", soon(202, scene, other));
                    scene.expect("the old secret is accepted beside the new one", allAre(202, scene, old));
                })
                .afterwards(scene -> {
                    String old = scene.site().secrets().signing();
                    String other = scene.site().secrets().otherSigning();
                    scene.expect(
                            "the genuine sender was never refused",
                            scene.loads().getFirst().ledger().refused() == 0);
                    scene.site().running().writeSigningSecrets(other + "\n");
                    scene.expect("the removed secret is refused soon", soon(401, scene, old));
                    scene.expect("the new secret is accepted alone", allAre(202, scene, other));
                    scene.site().running().writeSigningSecrets(old + "\n");
                    scene.expect("and the old one when it is put back", soon(202, scene, old));
                });
    }

    private static boolean soon(int status, Scene scene, String secret) throws InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (scene.prober().send(1, SHORT, secret).getFirst().status() == status) {
                return true;
            }
        }
        return false;
    }

    private static Fault wrongSecret() {
        return Fault.of("F33", "a wrong secret is deployed")
                .withEvents(900)
                .lasting(5)
                .inject(scene -> {
                    restartGateway(scene, scene.site().secrets().otherSigning());
                    List<Answer> answers =
                            scene.prober().send(5, SHORT, scene.site().secrets().signing());
                    scene.expect(
                            "every genuine request is refused with 401",
                            answers.stream().allMatch(answer -> answer.status() == 401));
                    scene.expect(
                            "no answer tells the sender to stop",
                            answers.stream().noneMatch(Answer::commandsTheSender));
                })
                .heal(scene -> restartGateway(scene, scene.site().secrets().signing()));
    }

    private static Fault misconfigured() {
        return Fault.of("F42", "settings that are missing or malformed")
                .lasting(1)
                .whileItLasts(scene -> {
                    refusal(scene, true, "CLERK_WEBHOOK_SIGNING_SECRET", "");
                    refusal(scene, true, "CLERK_WEBHOOK_SIGNING_SECRET", "whsec_%%%");
                    refusal(scene, true, "KAFKA_BOOTSTRAP_SERVERS", "nowhere");
                    refusal(scene, true, "ROLLCALL_GATEWAY_PORT", "many");
                    refusal(scene, false, "ROLLCALL_DATABASE_URL", "");
                    refusal(scene, false, "ROLLCALL_DATABASE_URL", "mysql://here");
                    refusal(scene, false, "ROLLCALL_WORKER_THREADS", "99");
                    refusal(scene, false, "CLERK_INSTANCE_ID", "mine");
                });
    }

    private static void refusal(Scene scene, boolean gateway, String setting, String value)
            throws InterruptedException {
        Running.CommandResult result = scene.site().running().refused(gateway, Map.of(setting, value));
        String property = setting.toLowerCase(Locale.ROOT).replace('_', '.');
        boolean named = result.lines().stream().anyMatch(line -> line.contains(setting) || line.contains(property));
        boolean stackTrace = result.lines().stream().anyMatch(line -> line.startsWith("\tat "));
        scene.expect(
                "%s with %s='%s' does not start, and one line says why"
                        .formatted(gateway ? "gateway" : "worker", setting, value),
                result.exitCode() != 0 && named && !stackTrace);
        if (!named || stackTrace) {
            scene.note(setting + "='" + value + "': exit code " + result.exitCode() + ", "
                    + result.lines().stream().reduce((first, last) -> last).orElse("nothing printed"));
        }
    }

    private static void restartGateway(Scene scene, String secrets) throws InterruptedException {
        scene.site().running().gateway().stop(GRACE);
        scene.site().running().startGateway(secrets);
    }

    private static boolean allAre(int status, Scene scene, String secret) throws InterruptedException {
        return scene.prober().send(5, SHORT, secret).stream().allMatch(answer -> answer.status() == status);
    }
}
