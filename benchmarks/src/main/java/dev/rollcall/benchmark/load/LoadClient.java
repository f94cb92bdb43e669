package dev.rollcall.benchmark.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Keep-alive connections to one server, on one thread. Under {@link #saturate} each has one request on its way at any
 * time, the next is written when the answer is read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection, which is noticed
public final class LoadClient implements AutoCloseable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<LoadConnection> connections = new ArrayList<>();
    private Samples samples = new Samples();
    private int next;

    /** @param port on 127.0.0.1 */
    public LoadClient(int port, int count) throws InterruptedException {
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        for (int index = 0; index < count; index++) {
            LoadConnection connection = new LoadConnection();
            bootstrap.handler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(connection);
                }
            });
            connection.opened(bootstrap.connect("127.0.0.1", port).sync().channel());
            connections.add(connection);
        }
    }

    /** Sends as fast as answers come; what is answered during the warm-up does not count. */
    public LoadResult saturate(List<ByteBuf> requests, Duration warmUp, Duration measured) throws InterruptedException {
        samples = new Samples();
        for (int index = 0; index < connections.size(); index++) {
            connections.get(index).saturate(requests, index, connections.size(), samples);
        }
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        samples.begin();
        TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        LoadResult result = samples.end();
        connections.forEach(LoadConnection::stop);
        for (LoadConnection connection : connections) {
            connection.awaitIdle();
        }
        return result;
    }

    /** How many requests of the latest {@link #saturate} were answered with 202, however late. */
    public long accepted() {
        return samples.accepted();
    }

    /**
     * Sends one request on the next connection, after the answer that it may still wait for.
     *
     * @param answered told the nanoseconds until the answer, on the client's thread
     */
    public void send(ByteBuf request, LongConsumer answered) throws InterruptedException {
        LoadConnection connection = connections.get(next++ % connections.size());
        connection.awaitIdle();
        connection.send(request, answered);
    }

    /** Returns when every answer has come. */
    public void awaitAnswers() throws InterruptedException {
        for (LoadConnection connection : connections) {
            connection.awaitIdle();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Written by the client's one thread between {@link #begin} and {@link #end}. */
    static final class Samples {

        private long[] nanos = new long[1 << 16];
        private int count;
        private long refused;
        private long allAccepted;
        private long begunAt;
        private boolean open;

        synchronized void begin() {
            open = true;
            begunAt = System.nanoTime();
        }

        synchronized LoadResult end() {
            open = false;
            double seconds = (System.nanoTime() - begunAt) / 1e9;
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return LoadResult.of(sorted, seconds, refused);
        }

        synchronized long accepted() {
            return allAccepted;
        }

        synchronized void answered(boolean accepted, long elapsed) {
            if (accepted) {
                allAccepted++;
            }
            if (!open) {
                return;
            }
            if (!accepted) {
                refused++;
                return;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = elapsed;
        }
    }
}
