package dev.rollcall.simulator.api;

/** What an instance may have switched off; each says so in its own way. */
public enum Feature {
    /** Always there. */
    NONE,
    /** 403, and 404 for invitations. */
    ORGANIZATIONS,
    /** 403. */
    WAITLIST,
    /** 400. */
    BILLING
}
