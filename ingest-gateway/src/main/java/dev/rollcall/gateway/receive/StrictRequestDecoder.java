package dev.rollcall.gateway.receive;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads HTTP/1.1 as its specification allows receivers to insist on it, within bounds. */
final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_REQUEST_LINE = 4 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LARGEST_PIECE = 64 * 1024;

    StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxChunkSize(LARGEST_PIECE)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    /** The default drops the length and goes on, which is how requests are smuggled past a proxy that drops the other. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
