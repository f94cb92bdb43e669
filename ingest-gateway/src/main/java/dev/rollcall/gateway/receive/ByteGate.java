package dev.rollcall.gateway.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before the decoder: the first byte of a request starts its clock, and what follows the last answer is dropped. */
final class ByteGate extends ChannelInboundHandlerAdapter {

    private final WebhookConnection connection;

    ByteGate(WebhookConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (connection.takesBytes((ByteBuf) message)) {
            context.fireChannelRead(message);
        } else {
            ((ByteBuf) message).release();
        }
    }
}
