package dev.rollcall.model.clerk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Removes from a value what is nested too deeply. */
public final class Depth {

    private Depth() {}

    /**
     * Removes keys whose value has too many containers in each other, and makes such elements null.
     *
     * @param most the deepest nesting of containers, the value itself included
     * @return whether there were any
     */
    public static boolean prune(JsonNode value, int most) {
        boolean pruned = false;
        if (value instanceof ObjectNode object) {
            List<String> tooDeep = new ArrayList<>();
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                if (property.getValue().isContainer() && most <= 1) {
                    tooDeep.add(property.getKey());
                } else {
                    pruned |= prune(property.getValue(), most - 1);
                }
            }
            object.remove(tooDeep);
            pruned |= !tooDeep.isEmpty();
        } else if (value instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                if (array.get(index).isContainer() && most <= 1) {
                    array.set(index, NullNode.getInstance());
                    pruned = true;
                } else {
                    pruned |= prune(array.get(index), most - 1);
                }
            }
        }
        return pruned;
    }
}
