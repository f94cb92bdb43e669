package dev.rollcall.worker.survey.walk;

import dev.rollcall.worker.survey.api.ApiPage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which ids were listed, in eight bytes each: a million memberships need no heap of their own. Sorted, with a few that are
 * not yet: twice as much is needed for the moment in which those are put in. Two ids of one hash hide each other; among a
 * million that happens once in some forty million walks.
 */
public final class IdHashes {

    private static final int UNSORTED = 16 * 1024;

    private long[] sorted = new long[0];
    private long[] waiting = new long[0];
    private int waitingCount;

    /** Eight bytes of SHA-256: ids of Clerk's differ in few characters. */
    public static long of(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hashes of a page's objects, as a checkpoint keeps them. */
    public static byte[] pack(List<ObjectNode> objects) {
        ByteBuffer packed = ByteBuffer.allocate(objects.size() * Long.BYTES);
        objects.forEach(object -> packed.putLong(of(ApiPage.idOf(object))));
        return packed.array();
    }

    /** What {@link #pack} gave. */
    public void addPacked(byte[] packed) {
        ByteBuffer hashes = ByteBuffer.wrap(packed);
        while (hashes.remaining() >= Long.BYTES) {
            add(hashes.getLong());
        }
    }

    /** Adds objects, and gives those that are new. */
    List<ObjectNode> fresh(List<ObjectNode> objects) {
        List<ObjectNode> fresh = new ArrayList<>();
        for (ObjectNode object : objects) {
            if (add(of(ApiPage.idOf(object)))) {
                fresh.add(object);
            }
        }
        return fresh;
    }

    /** @return whether it is new */
    public boolean add(long hash) {
        if (contains(hash)) {
            return false;
        }
        if (waitingCount == UNSORTED / 2) {
            settle();
        }
        if (waiting.length == 0) {
            waiting = new long[UNSORTED];
        }
        // Zero marks a free slot; the hash zero itself goes straight to the sorted ones.
        if (hash == 0) {
            settle();
            sorted = merged(sorted, new long[] {0});
        } else {
            waiting[slot(hash)] = hash;
            waitingCount++;
        }
        return true;
    }

    public boolean contains(String id) {
        return contains(of(id));
    }

    private boolean contains(long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0
                || (hash != 0 && waiting.length > 0 && waiting[slot(hash)] == hash);
    }

    public int size() {
        return sorted.length + waitingCount;
    }

    public void clear() {
        sorted = new long[0];
        waiting = new long[0];
        waitingCount = 0;
    }

    /** Where it stands among the waiting, or would. */
    private int slot(long hash) {
        int slot = (int) (hash ^ (hash >>> 32)) & (UNSORTED - 1);
        while (waiting[slot] != 0 && waiting[slot] != hash) {
            slot = (slot + 1) & (UNSORTED - 1);
        }
        return slot;
    }

    private void settle() {
        long[] more = Arrays.stream(waiting).filter(hash -> hash != 0).toArray();
        Arrays.sort(more);
        sorted = merged(sorted, more);
        waiting = new long[UNSORTED];
        waitingCount = 0;
    }

    private static long[] merged(long[] one, long[] other) {
        long[] both = new long[one.length + other.length];
        int left = 0;
        int right = 0;
        for (int index = 0; index < both.length; index++) {
            boolean fromOne = right == other.length || (left < one.length && one[left] <= other[right]);
            both[index] = fromOne ? one[left++] : other[right++];
        }
        return both;
    }
}
