package dev.rollcall.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Several senders that post signed events without a pause, each on its own connection, and keep a ledger of what they were
 * told. A request without an answer is in neither set: nobody knows what became of it.
 */
public final class Senders implements AutoCloseable {

    private final int port;
    private final Signer signer = Signer.PUBLISHED;
    private final long timestamp;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Set<String> unavailable = ConcurrentHashMap.newKeySet();
    private final Set<Integer> otherStatuses = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private volatile boolean stopping;

    /**
     * @param timestamp of all attempts, in seconds since the epoch
     */
    public Senders(int count, int port, long timestamp) {
        this.port = port;
        this.timestamp = timestamp;
        this.threads = Executors.newFixedThreadPool(count);
        IntStream.range(0, count).forEach(sender -> threads.execute(this::sendUntilStopped));
    }

    /** Ids of what was answered 202. */
    public Set<String> stored() {
        return stored;
    }

    /** Ids of what was answered 503. */
    public Set<String> unavailable() {
        return unavailable;
    }

    /** Statuses that were neither. */
    public Set<Integer> otherStatuses() {
        return otherStatuses;
    }

    /** How many requests got no answer at all. */
    public int unanswered() {
        return unanswered.get();
    }

    /** Body of the event with that id. */
    public static byte[] bodyOf(String id) {
        return ("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_" + id + "\",\"name\":\"" + "n".repeat(1000)
                        + "\"}}")
                .getBytes(UTF_8);
    }

    /** Ends after the requests that are under way. */
    @Override
    public void close() {
        stopping = true;
        threads.close();
    }

    private void sendUntilStopped() {
        while (!stopping) {
            try (RawConnection connection = new RawConnection(port)) {
                RawAnswer answer = null;
                while (!stopping
                        && (answer == null || answer.header("Connection").isEmpty())) {
                    answer = send(connection);
                }
            } catch (UncheckedIOException ended) {
                unanswered.incrementAndGet();
            }
        }
    }

    private RawAnswer send(RawConnection connection) {
        String id = "msg_" + ids.incrementAndGet();
        RawAnswer answer = connection
                .send(RawRequest.signed(signer, id, timestamp, bodyOf(id)).bytes())
                .answer();
        switch (answer.status()) {
            case 202 -> stored.add(id);
            case 503 -> unavailable.add(id);
            default -> otherStatuses.add(answer.status());
        }
        return answer;
    }
}
