package dev.rollcall.simulator.api;

import dev.rollcall.simulator.world.Meaning.Owners;
import tools.jackson.databind.node.ObjectNode;

/** A row of a list. What most filters and orders need is known before the object itself is read. */
record Listed(ApiTable table, ClerkObjects.Held held) {

    String id() {
        return held.place().id();
    }

    long createdAt() {
        return held.place().createdAt();
    }

    Owners owners() {
        return held.owners();
    }

    /** As the API shows it. */
    ObjectNode object() {
        return ApiShape.of(table, held.object());
    }

    /** A text or number of it, '' for none. */
    String text(String field) {
        return switch (field) {
            case "id" -> id();
            case "created_at" -> Long.toString(createdAt());
            default -> object().path(field).asString("");
        };
    }

    long time(String field) {
        return field.equals("created_at") ? createdAt() : object().path(field).asLong(0);
    }
}
