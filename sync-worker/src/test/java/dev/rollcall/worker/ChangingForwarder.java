package dev.rollcall.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server on which one text in what clients send becomes another of the same length. */
final class ChangingForwarder implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private ChangingForwarder(int port, String from, String to) throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                    sockets.addAll(List.of(client, server));
                    Thread.ofVirtual().start(() -> copy(client, server, from, to));
                    Thread.ofVirtual().start(() -> copy(server, client, "", ""));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    static ChangingForwarder to(int port, String from, String to) throws IOException {
        return new ChangingForwarder(port, from, to);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void copy(Socket source, Socket target, String from, String to) {
        byte[] buffer = new byte[64 * 1024];
        try (source;
                target) {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String sent = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                out.write((from.isEmpty() ? sent : sent.replace(from, to)).getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
