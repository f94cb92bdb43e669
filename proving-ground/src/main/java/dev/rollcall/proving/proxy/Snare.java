package dev.rollcall.proving.proxy;

/**
 * Waits for one message from a client and breaks the link exactly there, once. It is called by many threads; the first
 * message that it knows is the one.
 */
interface Snare {

    /** What becomes of the bytes just read from a client. */
    enum Catch {
        /** Not the message. */
        PASS,
        /** The server gets it; its answer does not come back, and the client's connection is reset. */
        DELIVER_AND_CUT,
        /** The server never gets it; both connections are reset. */
        CUT
    }

    /**
     * @param connection state of this connection only, made by {@link #newConnection}
     * @param bytes holds what was read, from 0
     */
    Catch inspect(Object connection, byte[] bytes, int length);

    /** State for a new connection. */
    Object newConnection();

    /** Called after the link was cut, on the connection's thread. */
    default void onCaught() {}
}
