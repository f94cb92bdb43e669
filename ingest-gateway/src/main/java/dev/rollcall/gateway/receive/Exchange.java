package dev.rollcall.gateway.receive;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** One request and the answer to it. Belongs to the connection's event loop. */
final class Exchange {

    private final long startedAt = System.nanoTime();
    private final boolean keepsAlive;
    private final boolean answersWithBody;
    private boolean readWhole;
    private boolean answered;

    /**
     * @param request null when none was understood
     */
    Exchange(@Nullable HttpRequest request) {
        keepsAlive = request != null
                && request.decoderResult().isSuccess()
                && RequestHead.isCurrentVersion(request)
                && HttpUtil.isKeepAlive(request);
        answersWithBody = request == null || !request.method().equals(HttpMethod.HEAD);
    }

    void readWhole() {
        readWhole = true;
    }

    /** Returns true the first time. */
    boolean answer() {
        boolean isFirst = !answered;
        answered = true;
        return isFirst;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Unread bytes would be taken for the next request, so the connection cannot be kept then. */
    boolean leavesConnectionUsable() {
        return keepsAlive && readWhole;
    }

    boolean answersWithBody() {
        return answersWithBody;
    }

    long nanos() {
        return System.nanoTime() - startedAt;
    }
}
