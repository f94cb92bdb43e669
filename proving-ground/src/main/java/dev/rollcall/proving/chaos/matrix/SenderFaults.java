package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.chaos.load.LoadSettings;
import dev.rollcall.proving.chaos.load.LoadSettings.Order;
import dev.rollcall.proving.chaos.load.Prober.Answer;
import dev.rollcall.proving.site.Running;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What senders and onlookers do. */
final class SenderFaults {

    private static final int SLOW_SOCKETS = 1_000;
    private static final int HANGING_SCRAPERS = 30;
    private static final int STORM_EVENTS = 3_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private SenderFaults() {}

    static List<Fault> all() {
        return List.of(storm(), permuted(), slowSockets(), scrapersHang());
    }

    private static Fault storm() {
        return Fault.of("F34", "a replay storm: the history of another world three times over, as fast as possible")
                .lasting(6)
                .inject(scene -> {
                    WorldSettings world = WorldSettings.of(scene.dice().next() >>> 16, STORM_EVENTS)
                            .sentOn(LocalDate.now(ZoneOffset.UTC));
                    Running running = scene.site().running();
                    scene.add(Load.begin(
                            new LoadSettings(
                                    world,
                                    running.webhookUrl(),
                                    scene.site().secrets().signing(),
                                    0,
                                    Duration.ofSeconds(15),
                                    Order.REPEATED),
                            scene.clock()));
                })
                .whileItLasts(scene -> {
                    List<Answer> live = scene.prober()
                            .send(20, PAUSE, scene.site().secrets().signing());
                    List<Duration> times =
                            live.stream().map(Answer::took).sorted().toList();
                    scene.note("live traffic meanwhile: median %d ms, slowest %d ms"
                            .formatted(
                                    times.get(times.size() / 2).toMillis(),
                                    times.getLast().toMillis()));
                    scene.expect(
                            "live traffic is acknowledged, or shed with 503",
                            live.stream().allMatch(answer -> answer.status() == 202 || answer.status() == 503));
                });
    }

    private static Fault permuted() {
        return Fault.of("F35", "all events of a world twice, in an order shuffled as a whole")
                .lasting(1)
                .under(Order.SHUFFLED)
                .remark(
                        "every permutation of a few events: the worker's own OrderDoesNotMatterIT and CascadePermutationsIT");
    }

    private static Fault slowSockets() {
        return Fault.of("F36", "1,000 senders that stop in the middle of a request")
                .lasting(14)
                .remark("2,000 with a measured p99: the gateway's SlowSendersIT")
                .inject(scene -> {
                    List<Socket> sockets = new ArrayList<>();
                    scene.keep(sockets);
                    scene.leave(() -> closeAll(sockets));
                    String head = "POST /webhooks/clerk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
                    for (int open = 0; open < SLOW_SOCKETS; open++) {
                        String begun = open % 2 == 0 ? head : head + "Content-Length: 100\r\n\r\n{";
                        sockets.add(halfOpen(scene.site().running().gatewayPort(), begun));
                    }
                })
                .whileItLasts(scene -> {
                    List<Answer> genuine = scene.prober()
                            .send(10, PAUSE, scene.site().secrets().signing());
                    scene.expect(
                            "genuine senders are served meanwhile",
                            genuine.stream().allMatch(answer -> answer.status() == 202));
                    scene.holdOn();
                    long open = 0;
                    for (Object socket : scene.kept(List.class)) {
                        open += isOpen((Socket) socket) ? 1 : 0;
                    }
                    scene.note(open + " of them are still open");
                    scene.expect("the gateway has closed them", open == 0);
                })
                .heal(scene -> closeAll(scene.kept(List.class)));
    }

    private static Fault scrapersHang() {
        return Fault.of("F43", "metrics are asked for and never read")
                .lasting(6)
                .remark("metrics are pulled: whoever asks for them is slow, half of them in asking and half in reading")
                .inject(scene -> {
                    List<Socket> sockets = new ArrayList<>();
                    scene.keep(sockets);
                    scene.leave(() -> closeAll(sockets));
                    Running running = scene.site().running();
                    String request = "GET /actuator/prometheus HTTP/1.1\r\nHost: x\r\n";
                    for (int open = 0; open < HANGING_SCRAPERS; open++) {
                        int port = running.managementPort(open % 2 == 0 ? "gateway" : Running.WORKER);
                        // Some never finish asking; the others ask again and again and read nothing.
                        sockets.add(halfOpen(port, open % 4 < 2 ? request : (request + "\r\n").repeat(20)));
                    }
                })
                .whileItLasts(scene -> {
                    List<Answer> genuine = scene.prober()
                            .send(10, PAUSE, scene.site().secrets().signing());
                    scene.expect(
                            "the data path does not notice",
                            genuine.stream().allMatch(answer -> answer.status() == 202));
                })
                .heal(scene -> closeAll(scene.kept(List.class)));
    }

    private static Socket halfOpen(int port, String begun) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout(50);
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Reads the answer and then the end, if the other side has sent them. */
    private static boolean isOpen(Socket socket) {
        byte[] buffer = new byte[4_096];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                // The answer: 408.
            }
            return false;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    private static void closeAll(List<?> sockets) throws IOException {
        for (Object socket : sockets) {
            ((Socket) socket).close();
        }
    }
}
