package dev.rollcall.proving.proxy;

import dev.rollcall.proving.proxy.Snare.Catch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: a thread for each way. */
final class Link {

    private static final int BUFFER = 64 * 1024;
    private static final long SILENT_LOOK_MILLIS = 20;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean answersCut;
    private volatile @Nullable Snare seen;
    private @Nullable Object snareState;

    Link(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        Thread.ofVirtual().name("proxy-request").start(() -> pump(client, server, true));
        Thread.ofVirtual().name("proxy-answer").start(() -> pump(server, client, false));
    }

    void reset() {
        reset(client);
        reset(server);
        proxy.ended(this);
    }

    /** A close with a linger time of 0 sends RST and not FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // Closed already.
        }
        try {
            socket.close();
        } catch (IOException closed) {
            // Closed already.
        }
    }

    private void pump(Socket from, Socket to, boolean request) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                if (!pass(buffer, length, output, request)) {
                    return;
                }
            }
            to.shutdownOutput();
            if (!request) {
                reset();
            }
        } catch (IOException cut) {
            reset();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    /** Whether to continue. */
    private boolean pass(byte[] bytes, int length, OutputStream output, boolean request)
            throws IOException, InterruptedException {
        Catch caught = request ? inspect(bytes, length) : Catch.PASS;
        if (caught == Catch.CUT) {
            reset();
            told();
            return false;
        }
        if (caught == Catch.DELIVER_AND_CUT) {
            answersCut = true;
        }
        Toxics toxics = proxy.toxics();
        if (!request && answersCut) {
            // The server has answered, so it has done what was asked.
            reset();
            told();
            return false;
        }
        if (toxics.silence() || (!request && toxics.answersLost())) {
            return true;
        }
        if (toxics.latency().isPositive()) {
            TimeUnit.NANOSECONDS.sleep(toxics.latency().toNanos());
        }
        write(bytes, length, output, toxics);
        return true;
    }

    private static void write(byte[] bytes, int length, OutputStream output, Toxics toxics)
            throws IOException, InterruptedException {
        int slice = toxics.slice() > 0 ? toxics.slice() : length;
        if (toxics.bytesPerSecond() > 0) {
            // Fifty writes a second at most: the bandwidth holds on average.
            slice = Math.min(slice, Math.max(1, (int) (toxics.bytesPerSecond() * SILENT_LOOK_MILLIS / 1_000)));
        }
        for (int from = 0; from < length; from += slice) {
            int count = Math.min(slice, length - from);
            output.write(bytes, from, count);
            output.flush();
            if (toxics.bytesPerSecond() > 0) {
                TimeUnit.NANOSECONDS.sleep(1_000_000_000L * count / toxics.bytesPerSecond());
            }
        }
    }

    /** Only the thread of the requests comes here. */
    private Catch inspect(byte[] bytes, int length) {
        Snare snare = proxy.snare();
        if (snare == null) {
            // What a connection has prepared before the snare was laid is not known: the snare sees it from its start.
            return Catch.PASS;
        }
        if (!snare.equals(seen) || snareState == null) {
            seen = snare;
            snareState = snare.newConnection();
        }
        return snare.inspect(snareState, bytes, length);
    }

    private void told() {
        Snare snare = seen;
        if (snare != null) {
            snare.onCaught();
        }
    }
}
