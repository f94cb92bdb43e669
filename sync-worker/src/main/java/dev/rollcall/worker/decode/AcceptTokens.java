package dev.rollcall.worker.decode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who holds the {@code url} of an invitation or a waitlist entry can accept it, so it is never stored. Objects of types
 * that have no table are not understood well enough to tell such a {@code url} from another: none is stored.
 */
final class AcceptTokens {

    static final String FIELD = "url";

    private AcceptTokens() {}

    /** At any depth. */
    static void removeFrom(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(FIELD);
        }
        for (JsonNode child : node) {
            removeFrom(child);
        }
    }
}
