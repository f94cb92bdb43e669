package dev.rollcall.gateway.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Reads HTTP/1.1 as its specification allows receivers to insist on it, within bounds. */
final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_REQUEST_LINE = 4 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LARGEST_PIECE = 64 * 1024;

    private boolean insideRequest;

    StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxChunkSize(LARGEST_PIECE)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    /** Whether a part of a request has come whose end has not, also a part that is only buffered. */
    boolean hasBegun() {
        return insideRequest || actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> decoded) throws Exception {
        int unread = bytes.readableBytes();
        int before = decoded.size();
        super.decode(context, bytes, decoded);
        insideRequest |= bytes.readableBytes() < unread;
        for (Object object : decoded.subList(before, decoded.size())) {
            insideRequest &= !(object instanceof LastHttpContent);
        }
    }

    /**
     * The default drops the length and continues, which is how requests are smuggled past a proxy that drops the other
     * header.
     */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
