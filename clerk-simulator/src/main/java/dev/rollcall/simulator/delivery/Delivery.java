package dev.rollcall.simulator.delivery;

import dev.rollcall.simulator.world.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to the endpoint: tried until it is acknowledged or given up.
 *
 * @param forgery how its signature is wrong; null for one that is signed as it must be
 */
public record Delivery(WebhookEvent event, @Nullable Forgery forgery) {}
