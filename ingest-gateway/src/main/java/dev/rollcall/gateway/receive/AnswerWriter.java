package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.answer.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Writes answers from texts that are made once. There are no headers but these: {@code webhook-delivery} would be a command
 * to Svix to switch the endpoint off.
 */
final class AnswerWriter {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final String CLOSE = "connection: close\r\n";

    /** The line for the current second; threads may make it twice, which does no harm. */
    private volatile DateLine date = new DateLine(Long.MIN_VALUE, new byte[0]);

    private final Map<Answer, Texts> texts = new EnumMap<>(Answer.class);
    private final Clock clock;

    AnswerWriter(Clock clock) {
        this.clock = clock;
        for (Answer answer : Answer.values()) {
            texts.put(answer, Texts.of(answer));
        }
    }

    /**
     * @param persists whether the connection is kept for another request
     * @param withBody false for HEAD, whose answer ends with its head
     */
    ByteBuf write(ByteBufAllocator allocator, Answer answer, boolean persists, boolean withBody) {
        Texts text = Objects.requireNonNull(texts.get(answer), "every answer has its texts");
        byte[] dateLine = dateLine();
        byte[] rest = persists ? text.keep() : text.close();
        ByteBuf buffer = allocator.ioBuffer(text.status().length + dateLine.length + rest.length + text.body().length);
        buffer.writeBytes(text.status()).writeBytes(dateLine).writeBytes(rest);
        return withBody ? buffer.writeBytes(text.body()) : buffer;
    }

    static ByteBuf writeContinue(ByteBufAllocator allocator) {
        return allocator.ioBuffer(CONTINUE.length).writeBytes(CONTINUE);
    }

    private byte[] dateLine() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        DateLine current = date;
        if (current.second() != second) {
            String text = HTTP_DATE.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            current = new DateLine(second, ascii("date: " + text + "\r\n"));
            date = current;
        }
        return current.bytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param second since the epoch */
    @SuppressWarnings("ArrayRecordComponent")
    private record DateLine(long second, byte[] bytes) {}

    /** Status line, then headers with and without the connection's end, then body. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Texts(byte[] status, byte[] keep, byte[] close, byte[] body) {

        static Texts of(Answer answer) {
            String status = "HTTP/1.1 " + HttpResponseStatus.valueOf(answer.status()) + "\r\n";
            String body = body(answer.status());
            StringBuilder headers = new StringBuilder();
            if (!body.isEmpty()) {
                headers.append("content-type: application/json\r\n");
            }
            headers.append("content-length: ").append(body.length()).append("\r\n");
            if (answer.status() == 405) {
                headers.append("allow: POST\r\n");
            }
            if (answer.status() == 503) {
                headers.append("retry-after: 5\r\n");
            }
            return new Texts(ascii(status), ascii(headers + "\r\n"), ascii(headers + CLOSE + "\r\n"), ascii(body));
        }

        /** One body per status, never per reason. */
        private static String body(int status) {
            String error = switch (status) {
                case 202 -> "";
                case 400 -> "bad_request";
                case 401 -> "unauthorized";
                case 404 -> "not_found";
                case 405 -> "method_not_allowed";
                case 408 -> "timeout";
                case 413 -> "too_large";
                case 415 -> "unsupported_media_type";
                case 431 -> "headers_too_large";
                case 503 -> "unavailable";
                default -> throw new IllegalArgumentException("no body for status " + status);
            };
            return error.isEmpty() ? "" : "{\"error\":\"" + error + "\"}";
        }
    }
}
