package dev.rollcall.worker.survey.walk;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one page brought.
 *
 * @param fresh objects that this walk has not seen before, in Clerk's order
 * @param place where the walk stands after it
 * @param begunAgain whether everything seen before counts no more
 * @param total what the list says of its length, if it does
 */
public record Step(List<ObjectNode> fresh, Place place, boolean begunAgain, OptionalLong total) {

    public Step {
        fresh = List.copyOf(fresh);
    }
}
