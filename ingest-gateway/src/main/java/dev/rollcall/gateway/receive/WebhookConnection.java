package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.answer.Outcome;
import dev.rollcall.gateway.receive.Admission.Admitted;
import dev.rollcall.gateway.receive.Admission.BodyTaker;
import dev.rollcall.gateway.receive.Admission.Refused;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, one request at a time. Everything runs on the channel's event loop; an answer may come from elsewhere
 * and is handed over.
 *
 * <pre>
 * IDLE ──first byte──▶ HEAD ──head──▶ BODY ──body──▶ WAITING ──answer──▶ IDLE, or HEAD when the next has begun
 *   │                    │              │               │
 *   │                    └──────────────┴───────────────┴──answer, and the connection ends──▶ LINGERING ──▶ closed
 *   └──idle for too long, or the gateway stops──▶ closed
 * </pre>
 *
 * What comes while a request is WAITING is held, so that pipelined requests are answered in their order.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel, and that is noticed
final class WebhookConnection extends ChannelInboundHandlerAdapter implements OpenConnections.Place {

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        WAITING,
        LINGERING
    }

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConnection.class);
    private static final long MOST_DROPPED_BYTES = 1024 * 1024;
    private static final BodyTaker NOBODY = (body, answer) -> answer.accept(Answer.INTERNAL);

    private final ConnectionServices services;
    private final Channel channel;
    private final EventLoop eventLoop;
    private final StrictRequestDecoder decoder;
    private final DeadlineTimer timer;
    private final Queue<HttpObject> held = new ArrayDeque<>();

    /** This and the next two are written by the event loop only, and read by any thread that looks for a place. */
    private volatile Phase phase = Phase.IDLE;

    private volatile boolean verified;
    private volatile long lastByteAt = System.nanoTime();
    private Exchange exchange = new Exchange(null);
    private BodyTaker next = NOBODY;
    private @Nullable BodyBuffer body;
    private long dropped;
    private boolean taking;
    private boolean faulty;

    WebhookConnection(ConnectionServices services, Channel channel, StrictRequestDecoder decoder) {
        this.services = services;
        this.channel = channel;
        this.eventLoop = channel.eventLoop();
        this.decoder = decoder;
        this.timer = new DeadlineTimer(eventLoop, this::deadlinePassed);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (services.connections().opened(this)) {
            timer.set(services.deadlines().head());
        } else {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timer.stop();
        dropHeld();
        if (phase == Phase.BODY) {
            answer(exchange, Answer.DISCONNECTED);
        }
        services.connections().closed(this);
    }

    /** Sees all bytes before they are decoded. Returns false when they are to be dropped. */
    boolean takesBytes(ByteBuf bytes) {
        lastByteAt = System.nanoTime();
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            timer.set(services.deadlines().head());
        } else if (phase == Phase.LINGERING) {
            dropped += bytes.readableBytes();
            if (dropped > MOST_DROPPED_BYTES) {
                channel.close();
            }
            return false;
        }
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpObject object = (HttpObject) message;
        if (phase == Phase.WAITING) {
            held.add(object);
            channel.config().setAutoRead(false);
        } else {
            take(object);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("connection lost: {}", failure.toString());
        } else {
            FaultLog.say("connection closed because of a fault of the gateway", failure);
        }
        channel.close();
    }

    @Override
    public boolean isEarned() {
        return verified || phase == Phase.WAITING;
    }

    @Override
    public boolean hasSentHead() {
        return phase != Phase.IDLE && phase != Phase.HEAD;
    }

    @Override
    public long lastByteAt() {
        return lastByteAt;
    }

    /** A genuine sender that was too slow is told to try again. */
    @Override
    public void giveWay() {
        eventLoop.execute(() -> {
            if (isEarned()) {
                services.connections().stays(this);
                return;
            }
            if (phase == Phase.HEAD) {
                beginUnread();
            }
            if (phase == Phase.HEAD || phase == Phase.BODY) {
                answer(exchange, Answer.OVER_CAPACITY);
            }
            channel.close();
        });
    }

    /** The sender is told to try again, and has the time to read that: only its body's memory is needed. */
    @Override
    public void giveUpBody() {
        eventLoop.execute(() -> {
            if (phase == Phase.BODY && !verified) {
                answer(exchange, Answer.OVER_CAPACITY);
            }
        });
    }

    @Override
    public void drain() {
        eventLoop.execute(() -> {
            if (phase == Phase.IDLE) {
                channel.close();
            }
        });
    }

    @Override
    public void abandon() {
        eventLoop.execute(() -> {
            if (phase == Phase.BODY || phase == Phase.WAITING) {
                answer(exchange, Answer.OVERDUE);
            }
            channel.close();
        });
    }

    private void take(HttpObject object) {
        taking = true;
        try {
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (object instanceof HttpContent content && phase == Phase.BODY) {
                add(content);
            }
        } catch (RuntimeException fault) {
            FaultLog.say("a request was answered 503 because of a fault of the gateway", fault);
            endAfterFault();
        } finally {
            taking = false;
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        if (!channel.isActive() || phase == Phase.LINGERING) {
            return;
        }
        exchange = new Exchange(request);
        services.metrics().received();
        Answer refusal = RequestHead.refusalOfFraming(request);
        String source = RequestTarget.source(request.uri());
        if (refusal != null) {
            answer(exchange, refusal);
        } else if (source == null) {
            answer(exchange, Answer.PATH);
        } else if (!request.method().equals(HttpMethod.POST)) {
            answer(exchange, Answer.METHOD);
        } else {
            admit(request, new RequestHead(source, request.headers()));
        }
    }

    private void admit(HttpRequest request, RequestHead head) {
        switch (services.reception().admit(head)) {
            case Refused refused -> answer(exchange, refused.answer());
            case Admitted admitted -> {
                next = admitted.next();
                body = new BodyBuffer(services.memory(), this, head.contentLength());
                phase = Phase.BODY;
                timer.set(services.deadlines().body());
                if (HttpUtil.is100ContinueExpected(request)) {
                    channel.writeAndFlush(AnswerWriter.writeContinue(channel.alloc()));
                }
            }
        }
    }

    private void add(HttpContent content) {
        BodyBuffer buffer = body;
        if (buffer == null || content.decoderResult().isFailure()) {
            answer(exchange, Answer.MALFORMED_REQUEST);
            return;
        }
        Answer refusal = buffer.add(content.content());
        if (refusal != null) {
            answer(exchange, refusal);
        } else if (content instanceof LastHttpContent) {
            exchange.readWhole();
            phase = Phase.WAITING;
            timer.set(services.deadlines().answer());
            byte[] whole = buffer.finish();
            releaseBody();
            handOver(whole);
        }
    }

    private void handOver(byte[] whole) {
        Exchange current = exchange;
        next.take(whole, answer -> {
            if (eventLoop.inEventLoop()) {
                answer(current, answer);
            } else {
                eventLoop.execute(() -> answer(current, answer));
            }
        });
    }

    private void deadlinePassed() {
        switch (phase) {
            case IDLE, LINGERING -> channel.close();
            case HEAD -> {
                beginUnread();
                answer(exchange, Answer.SLOW_SENDER);
            }
            case BODY -> answer(exchange, Answer.SLOW_SENDER);
            case WAITING -> answer(exchange, Answer.OVERDUE);
        }
    }

    /** A request whose head has not come to its end. */
    private void beginUnread() {
        exchange = new Exchange(null);
        services.metrics().received();
    }

    private void endAfterFault() {
        if (exchange.isAnswered()) {
            channel.close();
        } else {
            faulty = true;
            answer(exchange, Answer.INTERNAL);
        }
    }

    private void answer(Exchange answered, Answer answer) {
        if (!answered.answer()) {
            if (answer == Answer.STORED) {
                services.metrics().acknowledgedLate();
            }
            return;
        }
        // Refused after it was read whole, it was not genuine. Otherwise it was, also when Kafka did not take it.
        if (phase == Phase.WAITING && answer.outcome() != Outcome.REJECTED && answer != Answer.INTERNAL) {
            verified = true;
        }
        services.metrics().answered(answer, answered.nanos());
        releaseBody();
        next = NOBODY;
        if (!channel.isActive()) {
            return;
        }
        // Not writable means that the sender does not read its answers: they would pile up here.
        boolean persists = answered.leavesConnectionUsable()
                && !faulty
                && !services.connections().areDraining()
                && channel.isWritable();
        // Before the sender can see the answer: an answered request no longer earns its connection a place.
        phase = persists ? Phase.IDLE : Phase.LINGERING;
        ChannelFuture written = channel.writeAndFlush(
                services.writer().write(channel.alloc(), answer, persists, answered.answersWithBody()));
        if (persists) {
            becomeIdle();
        } else {
            linger(written);
        }
    }

    private void becomeIdle() {
        // Half a head that came behind the last request must not wait as long as an idle connection may.
        boolean nextHasBegun = decoder.hasBegun();
        phase = nextHasBegun ? Phase.HEAD : Phase.IDLE;
        timer.set(
                nextHasBegun
                        ? services.deadlines().head()
                        : services.deadlines().idle());
        if (!taking) {
            takeHeld();
        }
    }

    /** A loop, not a recursion: a sender can put hundreds of requests into one packet. */
    private void takeHeld() {
        HttpObject object = phase == Phase.WAITING ? null : held.poll();
        while (object != null) {
            take(object);
            object = phase == Phase.WAITING ? null : held.poll();
        }
        if (phase != Phase.WAITING) {
            channel.config().setAutoRead(true);
        }
    }

    /**
     * Ends our side and waits for the sender to end its own. To close with unread bytes would reset the connection, and the
     * sender might lose the answer.
     */
    private void linger(ChannelFuture written) {
        phase = Phase.LINGERING;
        timer.set(services.deadlines().linger());
        dropHeld();
        channel.config().setAutoRead(true);
        written.addListener(done -> {
            if (done.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    private void dropHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
