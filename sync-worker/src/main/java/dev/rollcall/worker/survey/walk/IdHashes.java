package dev.rollcall.worker.survey.walk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Which ids were listed, in eight bytes each (sixteen at most while the table grows): a million memberships need no heap
 * of their own. Two ids of one hash hide each other; among a million that happens once in some forty million walks.
 */
public final class IdHashes {

    private static final int FIRST_CAPACITY = 1024;

    private long[] table = new long[FIRST_CAPACITY];
    private int size;
    private boolean zero;

    /** Eight bytes of SHA-256: ids of Clerk's differ in few characters. */
    public static long of(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return whether it is new */
    public boolean add(long hash) {
        if (hash == 0) {
            boolean fresh = !zero;
            zero = true;
            return fresh;
        }
        if (2 * (size + 1) > table.length) {
            grow();
        }
        return insert(hash);
    }

    public boolean contains(String id) {
        long hash = of(id);
        if (hash == 0) {
            return zero;
        }
        for (int slot = slot(hash); table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
            if (table[slot] == hash) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size + (zero ? 1 : 0);
    }

    public void clear() {
        table = new long[FIRST_CAPACITY];
        size = 0;
        zero = false;
    }

    private boolean insert(long hash) {
        int slot = slot(hash);
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = hash;
        size++;
        return true;
    }

    private void grow() {
        long[] before = table;
        table = new long[before.length * 2];
        size = 0;
        Arrays.stream(before).filter(hash -> hash != 0).forEach(this::insert);
    }

    private int slot(long hash) {
        return (int) (hash ^ (hash >>> 32)) & (table.length - 1);
    }
}
