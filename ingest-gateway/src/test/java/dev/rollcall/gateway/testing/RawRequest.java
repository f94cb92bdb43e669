package dev.rollcall.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request as bytes, with every part of it free to be wrong. Immutable: each change gives a new one.
 *
 * @param line the request line
 * @param headers lines such as {@code name: value}, in order
 * @param body what follows the head, framing included
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRequest(String line, List<String> headers, byte[] body) {

    public RawRequest {
        headers = List.copyOf(headers);
    }

    /** A genuine one: the headers of the family {@code svix}, signed, with the length of the body. */
    public static RawRequest signed(Signer signer, String id, long timestamp, byte[] body) {
        return signed("svix", signer, id, timestamp, body);
    }

    /** A genuine one of either family. */
    public static RawRequest signed(String family, Signer signer, String id, long timestamp, byte[] body) {
        return new RawRequest(
                "POST /webhooks/clerk HTTP/1.1",
                List.of(
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length,
                        family + "-id: " + id,
                        family + "-timestamp: " + timestamp,
                        family + "-signature: " + signer.sign(id, Long.toString(timestamp), body)),
                body);
    }

    public RawRequest line(String other) {
        return new RawRequest(other, headers, body);
    }

    /** With another body, and everything else as it was. */
    public RawRequest body(byte[] other) {
        return new RawRequest(line, headers, other);
    }

    public RawRequest with(String... lines) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(Arrays.asList(lines));
        return new RawRequest(line, more, body);
    }

    public RawRequest without(String name) {
        return new RawRequest(
                line,
                headers.stream()
                        .filter(header -> !header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                        .toList(),
                body);
    }

    /** With one value in place of another. */
    public RawRequest replacing(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    /** With the body in chunks of that size. */
    public RawRequest chunked(int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, from, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return without("Content-Length").with("Transfer-Encoding: chunked").body(chunks.toByteArray());
    }

    /** The value of a header. */
    public String value(String name) {
        return headers.stream()
                .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    public byte[] head() {
        return (line + "\r\n" + String.join("\r\n", headers) + (headers.isEmpty() ? "" : "\r\n") + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head());
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
