package dev.rollcall.proving.proxy;

import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Forwards connections from a port of 127.0.0.1 to another one, treating them as {@link #treat} says. */
public final class FaultProxy implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int CONNECT_MILLISECONDS = 5_000;

    private final ServerSocket listening;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Toxics toxics = Toxics.NONE;
    private volatile @Nullable Snare snare;

    private FaultProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /**
     * @param port to listen on; 0 for any free one
     * @param target the server's port; nothing need listen there yet
     */
    public static FaultProxy start(int port, int target) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            FaultProxy proxy = new FaultProxy(socket, target);
            Thread.ofVirtual().name("proxy-" + proxy.port()).start(proxy::accept);
            return proxy;
        } catch (IOException taken) {
            throw new StartFailedException(
                    "the proxy cannot listen on port " + port + ": " + taken.getMessage(), taken);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections taken since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** Treats every connection so from now on. */
    public void treat(Toxics chosen) {
        toxics = chosen;
    }

    /** Breaks links where the snare says. Connections are reset first, since it must see each from its beginning. */
    public void lay(Snare chosen) {
        snare = chosen;
        resetAll();
    }

    /** A good link again. Connections that lost bytes are reset, since they cannot continue. */
    public void heal() {
        boolean lossy = toxics.silence() || toxics.answersLost();
        toxics = Toxics.NONE;
        snare = null;
        if (lossy) {
            resetAll();
        }
    }

    /** RST on every connection. */
    public void resetAll() {
        links.forEach(Link::reset);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException ignored) {
            // It no longer listens either way.
        }
        resetAll();
    }

    Toxics toxics() {
        return toxics;
    }

    @Nullable Snare snare() {
        return snare;
    }

    void ended(Link link) {
        links.remove(link);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
            } catch (IOException closed) {
                // Asked again unless it was closed on purpose.
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(LOOPBACK, target), CONNECT_MILLISECONDS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException nobody) {
            Link.reset(client);
            Link.reset(server);
            return;
        }
        Link link = new Link(this, client, server);
        links.add(link);
        link.start();
    }
}
