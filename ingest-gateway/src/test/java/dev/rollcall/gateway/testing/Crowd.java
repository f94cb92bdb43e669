package dev.rollcall.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One client that holds many connections, sends the same beginning on each and then nothing, and opens a new one for each
 * that it loses: at most 1,000 a second once all are open, which is the rate that the gateway's guarantee names.
 */
public final class Crowd implements AutoCloseable {

    private static final int THREADS = 4;
    private static final long BETWEEN_RENEWALS = TimeUnit.MILLISECONDS.toNanos(THREADS);

    private final InetSocketAddress address;
    private final byte[] beginning;
    private final AtomicInteger opened = new AtomicInteger();
    private final Semaphore renewals;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private volatile boolean stopping;

    public Crowd(int size, int port, byte[] beginning) {
        this(size, port, beginning, new Semaphore(Integer.MAX_VALUE));
    }

    /** @param renewals how many connections may be opened for lost ones */
    public Crowd(int size, int port, byte[] beginning, Semaphore renewals) {
        this.renewals = renewals;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.beginning = beginning;
        IntStream.range(0, THREADS).forEach(thread -> threads.execute(() -> hold(size / THREADS)));
    }

    /** How many were opened so far, those that were lost among them. */
    public int opened() {
        return opened.get();
    }

    @Override
    public void close() {
        stopping = true;
        threads.close();
    }

    private void hold(int share) {
        try (Selector selector = Selector.open()) {
            for (int index = 0; index < share && !stopping; index++) {
                open(selector);
            }
            int lost = 0;
            while (!stopping) {
                selector.select(10);
                Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
                while (ready.hasNext() && !stopping) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    if (hasEnded((SocketChannel) key.channel())) {
                        lost++;
                    }
                }
                for (; lost > 0 && !stopping && renewals.tryAcquire(); lost--) {
                    LockSupport.parkNanos(BETWEEN_RENEWALS);
                    open(selector);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void open(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        opened.incrementAndGet();
        try {
            channel.write(ByteBuffer.wrap(beginning));
        } catch (IOException lostAlready) {
            // The selector tells.
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private static boolean hasEnded(SocketChannel channel) throws IOException {
        try {
            if (channel.read(ByteBuffer.allocate(1024)) >= 0) {
                return false;
            }
        } catch (IOException reset) {
            // Ended as well.
        }
        channel.close();
        return true;
    }
}
