package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.answer.Answer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of a request whose framing is sound: its source, its headers, and the rules for what its body may be. */
public final class RequestHead {

    static final int MOST_BODY_BYTES = 512 * 1024;

    private static final int MOST_HEADERS = 100;
    private static final String JSON = "application/json";
    private static final String UTF_8 = "utf-8";

    private final String source;
    private final HttpHeaders headers;
    private final int contentLength;

    RequestHead(String source, HttpHeaders headers) {
        this.source = source;
        this.headers = headers;
        this.contentLength = headers.contains(HttpHeaderNames.TRANSFER_ENCODING) ? -1 : announcedLength(headers);
    }

    /** The last segment of the path: lower-case letters, digits, '-'. */
    public String source() {
        return source;
    }

    /** All headers in the order they came, repeated ones too. */
    public Iterator<Map.Entry<CharSequence, CharSequence>> headers() {
        return headers.iteratorCharSequence();
    }

    /** The values of a header in the order they came. */
    public List<String> values(String name) {
        return headers.getAll(name);
    }

    /** Bytes as announced, capped at one more than is allowed; -1 when the body comes in chunks. */
    int contentLength() {
        return contentLength;
    }

    /** Returns why a body as announced by the headers is not read, or null when it is. */
    public @Nullable Answer refusalOfBody() {
        if (!isJson()) {
            return Answer.MEDIA_TYPE;
        }
        if (isEncoded()) {
            return Answer.CONTENT_ENCODING;
        }
        return contentLength > MOST_BODY_BYTES ? Answer.TOO_LARGE : null;
    }

    /** Returns what is wrong with a request before anyone asks what it is for, or null when nothing is. */
    static @Nullable Answer refusalOfFraming(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return switch (request.decoderResult().cause()) {
                case TooLongHttpHeaderException tooLong -> Answer.HEADERS_TOO_LARGE;
                case TooLongHttpLineException tooLong -> Answer.PATH;
                default -> Answer.MALFORMED_REQUEST;
            };
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > MOST_HEADERS) {
            return Answer.HEADERS_TOO_LARGE;
        }
        boolean isCurrent = isCurrentVersion(request);
        if (!isCurrent && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return Answer.MALFORMED_REQUEST;
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && isCurrent)) {
            return Answer.MALFORMED_REQUEST;
        }
        String transferEncoding = only(headers, HttpHeaderNames.TRANSFER_ENCODING);
        if (transferEncoding != null && !(isCurrent && transferEncoding.equalsIgnoreCase("chunked"))) {
            return Answer.MALFORMED_REQUEST;
        }
        String expectation = only(headers, HttpHeaderNames.EXPECT);
        return expectation == null || expectation.equalsIgnoreCase("100-continue") ? null : Answer.MALFORMED_REQUEST;
    }

    static boolean isCurrentVersion(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /** The decoder has already refused anything but a single number. */
    private static int announcedLength(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : (int) Math.min(Long.parseLong(length), MOST_BODY_BYTES + 1L);
    }

    /** What Svix sends; {@code charset} may say again what JSON is anyway. */
    private boolean isJson() {
        String type = only(headers, HttpHeaderNames.CONTENT_TYPE);
        if (type == null || type.equalsIgnoreCase(JSON)) {
            return type != null;
        }
        int semicolon = type.indexOf(';');
        if (semicolon < 0 || !type.substring(0, semicolon).strip().equalsIgnoreCase(JSON)) {
            return false;
        }
        String parameter = type.substring(semicolon + 1).strip().toLowerCase(Locale.ROOT);
        return parameter.equals("charset=" + UTF_8) || parameter.equals("charset=\"" + UTF_8 + "\"");
    }

    private boolean isEncoded() {
        String encoding = only(headers, HttpHeaderNames.CONTENT_ENCODING);
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    /** Returns the header's value, null when it is absent; one that no rule accepts when it is repeated. */
    private static @Nullable String only(HttpHeaders headers, CharSequence name) {
        String first = headers.get(name);
        return first != null && headers.getAll(name).size() > 1 ? "repeated" : first;
    }
}
