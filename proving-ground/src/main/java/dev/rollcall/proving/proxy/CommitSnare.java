package dev.rollcall.proving.proxy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the message with which a PostgreSQL client commits: the text {@code COMMIT} in a Parse message, and later a Bind of
 * the statement that it was prepared as. (PostgreSQL, "Message Formats"; the JDBC driver sends each with its Sync in one
 * write.)
 */
public final class CommitSnare implements Snare {

    private static final Pattern PARSE = Pattern.compile("P....([A-Za-z0-9_]*)\0COMMIT\0", Pattern.DOTALL);

    private final AtomicInteger left;
    private final boolean delivered;
    private final Runnable caught;

    /**
     * @param times how many commits to break
     * @param delivered whether the server gets the commit
     * @param caught called after each
     */
    public CommitSnare(int times, boolean delivered, Runnable caught) {
        left = new AtomicInteger(times);
        this.delivered = delivered;
        this.caught = caught;
    }

    /** How many commits are still to be broken. */
    public int left() {
        return Math.max(0, left.get());
    }

    @Override
    public Object newConnection() {
        return new HashSet<String>();
    }

    @Override
    @SuppressWarnings("unchecked") // made by newConnection
    public Catch inspect(Object connection, byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        Set<String> prepared = (Set<String>) connection;
        boolean commit = prepared.stream().anyMatch(name -> text.contains("\0" + name + "\0"));
        Matcher parse = PARSE.matcher(text);
        while (parse.find()) {
            commit = true;
            if (!parse.group(1).isEmpty()) {
                prepared.add(parse.group(1));
            }
        }
        if (!commit || left.getAndUpdate(now -> Math.max(0, now - 1)) <= 0) {
            return Catch.PASS;
        }
        return delivered ? Catch.DELIVER_AND_CUT : Catch.CUT;
    }

    @Override
    public void onCaught() {
        caught.run();
    }
}
