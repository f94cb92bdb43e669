package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.simulator.delivery.WebhookSignature;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
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
record RawRequest(String line, List<String> headers, byte[] body) {

    /** Svix gives up then. */
    private static final int SENDER_TIMEOUT_MILLIS = 15_000;

    private static final WebhookSignature SIGNATURE = WebhookSignature.of(RunningStack.SECRET);

    RawRequest {
        headers = List.copyOf(headers);
    }

    /** Status and all lines of the head as they came; status 0 when the connection ended without an answer. */
    record Answer(int status, String head, String body) {

        static final Answer NONE = new Answer(0, "", "");
    }

    static String sign(String id, long timestamp, byte[] body) {
        return SIGNATURE.sign(id, timestamp, body);
    }

    /** A genuine one: the headers of the family {@code svix}, signed, with the length of the body. */
    static RawRequest signed(String id, long timestamp, byte[] body) {
        return new RawRequest(
                "POST /webhooks/clerk HTTP/1.1",
                List.of(
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length,
                        "svix-id: " + id,
                        "svix-timestamp: " + timestamp,
                        "svix-signature: " + sign(id, timestamp, body)),
                body);
    }

    RawRequest line(String other) {
        return new RawRequest(other, headers, body);
    }

    /** With another body, and everything else as it was. */
    RawRequest body(byte[] other) {
        return new RawRequest(line, headers, other);
    }

    RawRequest with(String... lines) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(Arrays.asList(lines));
        return new RawRequest(line, more, body);
    }

    RawRequest without(String name) {
        return new RawRequest(
                line, headers.stream().filter(header -> !isNamed(header, name)).toList(), body);
    }

    /** With one value in place of another. */
    RawRequest replacing(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    /** With the body in chunks of that size. */
    RawRequest chunked(int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
            chunks.write(body, from, length);
            chunks.writeBytes("\r\n".getBytes(UTF_8));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        return without("Content-Length").with("Transfer-Encoding: chunked").body(chunks.toByteArray());
    }

    /** The value of a header. */
    String value(String name) {
        return headers.stream()
                .filter(header -> isNamed(header, name))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((line + "\r\n").getBytes(UTF_8));
        headers.forEach(header -> bytes.writeBytes((header + "\r\n").getBytes(UTF_8)));
        bytes.writeBytes("\r\n".getBytes(UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Sends it on a connection of its own and reads the answer. */
    Answer sendTo(int port) {
        return exchange(port, bytes(), line.startsWith("HEAD "));
    }

    /** Sends bytes, whatever they are; a reset is no answer, and none within 15 s is an exception. */
    static Answer exchange(int port, byte[] bytes, boolean isHead) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SENDER_TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException refusedMidway) {
                // The answer may be there all the same.
            }
            return read(socket.getInputStream(), isHead);
        } catch (SocketException reset) {
            return Answer.NONE;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Answer read(InputStream stream, boolean withoutBody) throws IOException {
        InputStream input = new BufferedInputStream(stream);
        StringBuilder head = new StringBuilder();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            head.append(line).append('\n');
        }
        if (head.isEmpty()) {
            return Answer.NONE;
        }
        int length = head.toString()
                .lines()
                .filter(line -> isNamed(line, "content-length"))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .sum();
        String body = withoutBody ? "" : new String(input.readNBytes(length), UTF_8);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    /** '' at the end of the head, and of the stream. */
    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n' && next >= 0; next = input.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static boolean isNamed(String header, String name) {
        return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
