package dev.rollcall.local.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another JVM that is alive, and says so as long as a file exists. */
final class PartThatFallsIll {

    private PartThatFallsIll() {}

    public static void main(String[] arguments) throws IOException {
        Path well = Path.of(arguments[1]);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(Files.exists(well) ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }
}
