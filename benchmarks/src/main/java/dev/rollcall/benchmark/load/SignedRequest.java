package dev.rollcall.benchmark.load;

import dev.rollcall.benchmark.stack.Servers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whole HTTP requests, ready to be written. */
public final class SignedRequest {

    private SignedRequest() {}

    /**
     * The same requests for every contestant, to be written any number of times; signed now, valid for five minutes.
     */
    public static List<ByteBuf> creates(String run, int count) {
        Signer signer = new Signer(Servers.SECRET);
        List<ByteBuf> requests = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            ByteBuf request = of(signer, run + "-" + number, UserEvents.body(run, number, 0));
            // Outside the heap, so that a write copies nothing; freed by the collector, not by counting.
            ByteBuffer direct = ByteBuffer.allocateDirect(request.readableBytes());
            request.readBytes(direct);
            requests.add(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.flip())));
        }
        return requests;
    }

    /** A request to be written once.
     *
     * @param messageId unique; Svix's prefix is added */
    public static ByteBuf of(Signer signer, String messageId, byte[] body) {
        String id = "msg_" + messageId;
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String head = "POST /webhooks/clerk HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: Svix-Webhooks/1.62\r\n"
                + "content-type: application/json\r\naccept: */*\r\ncontent-length: " + body.length + "\r\nsvix-id: "
                + id + "\r\nsvix-timestamp: " + timestamp + "\r\nsvix-signature: "
                + signer.sign(id, timestamp, body) + "\r\n\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.wrappedBuffer(bytes, body);
    }
}
