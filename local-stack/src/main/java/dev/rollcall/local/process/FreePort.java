package dev.rollcall.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class FreePort {

    private static final int CONNECT_MILLISECONDS = 1_000;

    /** Linux gives outgoing connections ports from 32768, the others from 49152. */
    private static final int BEYOND = 32_768;

    private static final int LOWEST = 20_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /**
     * A port that nothing listened on a moment ago; another process may still take it first. It is none of those that
     * systems give to outgoing connections, which would take it by chance while a server is on its way to it.
     */
    public static int any() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from %d to %d is free".formatted(LOWEST, BEYOND - 1));
    }

    /** Whether a server could listen on the port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        // Not all systems refuse an address whose port is taken on all addresses.
        return !answers(port) && canBeBound(port);
    }

    /** Whether something accepts connections on the port of 127.0.0.1. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static boolean canBeBound(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
