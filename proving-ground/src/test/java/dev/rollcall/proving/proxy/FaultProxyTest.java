package dev.rollcall.proving.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int SILENT_MILLIS = 300;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void startServerAndProxy() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    Thread.ofVirtual().start(() -> answer(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        proxy = FaultProxy.start(0, echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBothWaysUnchanged() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void passesEverythingInSlicesAndSlowly() throws IOException {
        proxy.treat(Toxics.NONE.withSlice(1).withBytesPerSecond(50_000));
        String text = "x".repeat(2_000);
        try (Socket client = connect()) {
            assertThat(ask(client, text)).isEqualTo(text);
        }
    }

    @Test
    void deliversRequestsWhoseAnswersAreLost() throws Exception {
        proxy.treat(Toxics.ANSWERS_LOST);
        try (Socket client = connect()) {
            client.setSoTimeout(SILENT_MILLIS);
            assertThatThrownBy(() -> ask(client, "request")).isInstanceOf(SocketTimeoutException.class);
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("request");
        }
    }

    @Test
    void deliversNothingOverASilentLink() throws Exception {
        proxy.treat(Toxics.SILENCE);
        try (Socket client = connect()) {
            client.setSoTimeout(SILENT_MILLIS);
            assertThatThrownBy(() -> ask(client, "request")).isInstanceOf(SocketTimeoutException.class);
            assertThat(received).isEmpty();
        }
    }

    @Test
    void resetsConnectionsThatLostBytesWhenItHeals() throws IOException {
        proxy.treat(Toxics.SILENCE);
        try (Socket client = connect()) {
            client.setSoTimeout(SILENT_MILLIS);
            assertThatThrownBy(() -> ask(client, "lost")).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            client.setSoTimeout(0);
            assertThatThrownBy(() -> ask(client, "more")).isInstanceOf(IOException.class);
        }
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void cutsExactlyAtCommitAndSaysSoOnce() throws Exception {
        BlockingQueue<String> caught = new LinkedBlockingQueue<>();
        CommitSnare snare = new CommitSnare(1, true, () -> caught.add("caught"));
        proxy.lay(snare);
        try (Socket client = connect()) {
            assertThat(ask(client, "P\0\0\0\rSELECT\0")).isEqualTo("P\0\0\0\rSELECT\0");
            assertThatThrownBy(() -> ask(client, "P\0\0\0\20S_1\0COMMIT\0\0\0")).isInstanceOf(IOException.class);
        }
        assertThat(caught.poll(10, TimeUnit.SECONDS)).isEqualTo("caught");
        assertThat(received).contains("P\0\0\0\20S_1\0COMMIT\0\0\0");
        assertThat(snare.left()).isZero();
        try (Socket client = connect()) {
            assertThat(ask(client, "P\0\0\0\20S_1\0COMMIT\0\0\0")).contains("COMMIT");
        }
    }

    @Test
    void keepsACommitFromTheServer() throws Exception {
        proxy.lay(new CommitSnare(1, false, () -> {}));
        try (Socket client = connect()) {
            assertThatThrownBy(() -> ask(client, "P\0\0\0\20\0COMMIT\0\0\0")).isInstanceOf(IOException.class);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void knowsACommitThatWasPreparedBefore() {
        CommitSnare snare = new CommitSnare(2, true, () -> {});
        Object connection = snare.newConnection();
        assertThat(inspect(snare, connection, "P\0\0\0\20S_7\0COMMIT\0\0\0")).isEqualTo(Snare.Catch.DELIVER_AND_CUT);
        assertThat(inspect(snare, connection, "B\0\0\0\14\0S_71\0\0\0")).isEqualTo(Snare.Catch.PASS);
        assertThat(inspect(snare, connection, "B\0\0\0\14\0S_7\0\0\0")).isEqualTo(Snare.Catch.DELIVER_AND_CUT);
    }

    private static Snare.Catch inspect(CommitSnare snare, Object connection, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        return snare.inspect(connection, bytes, bytes.length);
    }

    private void answer(Socket socket) {
        byte[] buffer = new byte[4_096];
        try (socket) {
            for (int length = socket.getInputStream().read(buffer);
                    length >= 0;
                    length = socket.getInputStream().read(buffer)) {
                received.add(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException cut) {
            // The proxy does that.
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new IOException("the connection ended");
        }
        return new String(answer, StandardCharsets.ISO_8859_1);
    }
}
