package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.receive.OpenConnections.Place;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects one body. Memory is allocated for what has arrived, not for what was announced. */
final class BodyBuffer {

    private static final int SMALLEST = 4 * 1024;

    private final BodyMemory memory;
    private final Place connection;
    private final int mostBytes;
    private byte[] bytes;
    private int length;

    /**
     * @param announced bytes, or -1 when unknown
     */
    BodyBuffer(BodyMemory memory, Place connection, int announced) {
        this.memory = memory;
        this.connection = connection;
        this.mostBytes = announced < 0 ? RequestHead.MOST_BODY_BYTES : announced;
        this.bytes = new byte[announced < 0 ? SMALLEST : Math.min(announced, BodyMemory.FREE_BYTES)];
    }

    /** Adds a piece, or returns why it cannot be added. */
    @Nullable Answer add(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size > mostBytes - length) {
            return Answer.TOO_LARGE;
        }
        if (size > bytes.length - length && !grow(length + size)) {
            return Answer.OVER_CAPACITY;
        }
        piece.readBytes(bytes, length, size);
        length += size;
        return null;
    }

    /** The body as it came. The buffer is of no use afterwards. */
    byte[] finish() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    void release() {
        memory.release(connection, bytes.length);
    }

    private boolean grow(int needed) {
        int capacity = Math.min(mostBytes, Math.max(needed, 2 * bytes.length));
        if (!memory.tryGrow(connection, bytes.length, capacity)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }
}
