package dev.rollcall.worker.survey.confirm;

import dev.rollcall.model.event.EventType;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.compare.Envelopes;
import dev.rollcall.worker.survey.compare.RunId;
import dev.rollcall.worker.survey.compare.Snapshot;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The delete of a confirmed extra, as a record. It has no time: nobody knows when it happened. */
public final class EndSnapshot {

    private EndSnapshot() {}

    /** @param instanceId the database's */
    public static Snapshot of(Absentee extra, String instanceId, RunId run) {
        EventType type = new EventType(extra.resource().eventName() + ".deleted");
        ObjectNode data = JsonMapper.shared()
                .createObjectNode()
                .put("id", extra.id())
                .put("object", extra.resource().eventName())
                .put("deleted", true);
        for (OwnerColumn column : Table.ofResource(extra.resource()).owners()) {
            String owner = extra.owners().idOf(column.owner());
            if (owner != null) {
                data.put(column.name(), owner);
            }
        }
        return new Snapshot(extra.id(), type, run.messageId(), Envelopes.of(type, instanceId, data, 0));
    }
}
