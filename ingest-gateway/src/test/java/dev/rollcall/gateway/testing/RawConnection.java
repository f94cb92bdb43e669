package dev.rollcall.gateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connection that sends exactly the bytes it is given. Gives up on an answer after 15 s, as Svix does. */
public final class RawConnection implements AutoCloseable {

    private static final int SENDER_TIMEOUT_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream input;

    public RawConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(SENDER_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            input = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One request on a connection of its own. */
    public static RawAnswer exchange(int port, RawRequest request) {
        try (RawConnection connection = new RawConnection(port)) {
            return connection.send(request.bytes()).answer();
        }
    }

    public RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one answer to its end. */
    public RawAnswer answer() {
        return read(true);
    }

    /** Reads one answer that has no body whatever its headers say, as to HEAD. */
    public RawAnswer answerWithoutBody() {
        return read(false);
    }

    /** Returns true when the other side ends the connection before it sends anything else. */
    public boolean isEnded() {
        try {
            return input.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private RawAnswer read(boolean withBody) {
        try {
            String status = line();
            Map<String, List<String>> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            int length = headers.containsKey("content-length") && withBody
                    ? Integer.parseInt(headers.get("content-length").get(0))
                    : 0;
            String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
            return new RawAnswer(Integer.parseInt(status.substring(9, 12)), headers, body);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new IOException("the connection ended in the middle of an answer, after '" + line + "'");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
