package dev.rollcall.system;

import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.stack.Tunnel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands for a tunnel: a program of its own that hands on what comes to a port of this machine, and prints an address of
 * the internet, which is made up.
 */
final class PortForwarder {

    static final String ADDRESS = "https://four-made-up-words.example.com";

    private PortForwarder() {}

    /** For {@code up --tunnel}. The port where it listens will stand in the file before the address is printed. */
    static String command(Path listening) {
        List<String> line = JavaCommand.main(
                Path.of("target/test-classes").toAbsolutePath().toString(),
                PortForwarder.class.getName(),
                List.of("-XX:TieredStopAtLevel=1"),
                List.of(Tunnel.PORT, listening.toString()));
        return "'" + String.join("' '", line) + "'";
    }

    public static void main(String[] arguments) throws IOException {
        int target = Integer.parseInt(arguments[0]);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Files.writeString(Path.of(arguments[1]), Integer.toString(server.getLocalPort()));
            System.out.println("forwarding " + ADDRESS);
            while (true) {
                Socket outside = server.accept();
                Socket inside = new Socket("127.0.0.1", target);
                copy(outside, inside);
                copy(inside, outside);
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            try (from;
                    to;
                    OutputStream out = to.getOutputStream()) {
                from.getInputStream().transferTo(out);
            } catch (IOException ended) {
                // The other direction has closed it.
            }
        });
    }
}
