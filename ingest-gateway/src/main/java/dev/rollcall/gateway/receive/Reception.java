package dev.rollcall.gateway.receive;

/** What the server hands requests to. */
@FunctionalInterface
public interface Reception {

    /** Decides from the head alone. Must not block. */
    Admission admit(RequestHead head);
}
