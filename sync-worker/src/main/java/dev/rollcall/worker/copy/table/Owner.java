package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.Resource;

/**
 * An object with which others end.
 *
 * @param resource whose table holds it
 * @param id Clerk's id
 */
public record Owner(Resource resource, String id) {}
