package dev.rollcall.worker.copy.decode;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owners;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The owners of an object without a table. Only fields with fixed names at the top name them: by any other mention,
 * deeper or in a text, people could have somebody else's object ended with their own account.
 */
final class OtherOwners {

    private OtherOwners() {}

    /**
     * Users and organizations: at most one of each kind, and the object's own where it is such an id.
     *
     * @param id the object's own: a part of a user that came under a type of its own is the user's
     */
    static Owners of(String id, ObjectNode data) {
        SortedSet<String> owners = new TreeSet<>();
        for (Resource owner : List.of(Resource.USER, Resource.ORGANIZATION)) {
            if (owner.accepts(id)) {
                owners.add(id);
            }
        }
        add(owners, Resource.USER, data.get("user_id"), inside(data, "public_user_data", "user_id"));
        add(owners, Resource.ORGANIZATION, data.get("organization_id"), inside(data, "organization", "id"));
        return Owners.collected(owners);
    }

    private static void add(SortedSet<String> owners, Resource owner, @Nullable JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate != null && candidate.isString() && owner.accepts(candidate.stringValue())) {
                owners.add(candidate.stringValue());
                return;
            }
        }
    }

    private static @Nullable JsonNode inside(ObjectNode data, String embedded, String field) {
        JsonNode object = data.get(embedded);
        return object == null ? null : object.get(field);
    }
}
