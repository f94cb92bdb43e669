package dev.rollcall.benchmark.gateway;

import dev.rollcall.benchmark.load.Signer;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The bare handler of one connection. Keyed by message id: without a key all records would share one partition at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection, which is noticed
final class BareHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Signer signer;

    BareHandler(Producer<byte[], byte[]> producer, String topic, String secret) {
        this.producer = producer;
        this.topic = topic;
        signer = new Signer(secret);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String id = request.headers().get("svix-id", "");
        String expected = request.headers().get("svix-signature", "");
        byte[] body = ByteBufUtil.getBytes(request.content());
        String signature = signer.sign(id, request.headers().get("svix-timestamp", ""), body);
        if (!MessageDigest.isEqual(ascii(signature), ascii(expected))) {
            answer(context, HttpResponseStatus.UNAUTHORIZED);
            return;
        }
        producer.send(
                new ProducerRecord<>(topic, ascii(id), body),
                (metadata, failure) -> answer(
                        context,
                        failure == null ? HttpResponseStatus.ACCEPTED : HttpResponseStatus.SERVICE_UNAVAILABLE));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        context.writeAndFlush(response, context.voidPromise());
    }
}
