package dev.rollcall.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection with at most one request on its way. Reads only what it must of an answer: its status, and the end of
 * its head (a 202 has no body; any other answer is counted and ends the connection).
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection, which is noticed
final class LoadConnection extends ChannelInboundHandlerAdapter {

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final byte[] ACCEPTED = "202".getBytes(StandardCharsets.US_ASCII);

    private final Semaphore idle = new Semaphore(1);
    private final ByteBuf answer = Unpooled.buffer(512);
    private @Nullable Channel channel;
    private List<ByteBuf> requests = List.of();
    private LoadClient.@Nullable Samples samples;
    private LongConsumer whenAnswered = nanos -> {};
    private int position;
    private int stride;
    private long sentAt;
    private volatile boolean stopping;

    void opened(Channel open) {
        channel = open;
    }

    void saturate(List<ByteBuf> all, int first, int step, LoadClient.Samples into) {
        idle.acquireUninterruptibly();
        channel().eventLoop().execute(() -> {
            requests = all;
            position = first;
            stride = step;
            samples = into;
            stopping = false;
            writeNext();
        });
    }

    void stop() {
        stopping = true;
    }

    void awaitIdle() throws InterruptedException {
        idle.acquire();
        idle.release();
    }

    void send(ByteBuf request, LongConsumer answered) throws InterruptedException {
        idle.acquire();
        channel().eventLoop().execute(() -> {
            samples = null;
            whenAnswered = answered;
            write(request);
        });
    }

    private void writeNext() {
        ByteBuf request = requests.get(position % requests.size());
        position += stride;
        write(request);
    }

    private void write(ByteBuf request) {
        sentAt = System.nanoTime();
        channel().writeAndFlush(request.duplicate(), channel().voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        answer.writeBytes(bytes);
        bytes.release();
        if (endsWith(HEAD_END)) {
            long elapsed = System.nanoTime() - sentAt;
            boolean accepted = isAccepted();
            answer.clear();
            answered(accepted, elapsed);
        } else if (answer.readableBytes() > STATUS_AT + 3 && !isAccepted()) {
            if (samples != null) {
                samples.answered(false, 0);
            }
            System.err.println("refused: "
                    + answer.toString(StandardCharsets.US_ASCII).lines().findFirst());
            context.close();
        }
    }

    private void answered(boolean accepted, long elapsed) {
        LoadClient.Samples into = samples;
        if (into == null) {
            LongConsumer told = whenAnswered;
            idle.release();
            told.accept(elapsed);
            return;
        }
        into.answered(accepted, elapsed);
        if (stopping) {
            samples = null;
            idle.release();
        } else {
            writeNext();
        }
    }

    private boolean isAccepted() {
        for (int index = 0; index < ACCEPTED.length; index++) {
            if (answer.getByte(STATUS_AT + index) != ACCEPTED[index]) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWith(byte[] end) {
        int from = answer.writerIndex() - end.length;
        if (from < 0) {
            return false;
        }
        for (int index = 0; index < end.length; index++) {
            if (answer.getByte(from + index) != end[index]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        idle.release(); // waiting threads continue and find the connection closed
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("a connection of the load failed: " + cause);
        context.close();
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("the connection is not open");
        }
        return channel;
    }
}
