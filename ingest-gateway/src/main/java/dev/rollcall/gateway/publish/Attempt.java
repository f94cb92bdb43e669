package dev.rollcall.gateway.publish;

/**
 * The signature headers of one verified attempt, as they came, so that anyone with the secret can verify the stored
 * bytes again.
 */
public record Attempt(String messageId, String timestamp, String signature) {}
