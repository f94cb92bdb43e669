package dev.rollcall.worker.copy.batch;

import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a batch says about one entity.
 *
 * @param state the greatest version; null when there are deletes only
 * @param end the delete that counts; null when there is none
 * @param all every record about the entity, the winners too, in the order of the batch
 */
public record Resolved(
        EntityKey key, Decoded.@Nullable State state, Decoded.@Nullable End end, List<Decoded.OfEntity> all) {

    /** The record that is to write the row. A delete ends the row whatever else the batch says. */
    public Decoded.OfEntity winner() {
        if (end != null) {
            return end;
        }
        if (state == null) {
            throw new IllegalStateException("an entity without a record");
        }
        return state;
    }

    /** The object of which only a part came; null when this is one by itself. */
    public @Nullable Owner whole() {
        return winner().table().collectsOwners() ? key.whole() : null;
    }

    /** The objects with whose end it ends. */
    public List<Owner> endsWith() {
        List<Owner> owners = owners().known();
        Owner whole = whole();
        return whole == null
                ? owners
                : Stream.concat(Stream.of(whole), owners.stream()).toList();
    }

    /**
     * Known from the delete itself or else from the state: the ended row keeps them. Where a row collects owners, those
     * of every record, including the losers, so that it does not matter which of them come in one batch.
     */
    public Owners owners() {
        if (winner().table().collectsOwners()) {
            return all.size() == 1
                    ? winner().owners()
                    : Owners.united(all.stream().map(Decoded.OfEntity::owners));
        }
        boolean endKnowsNone = end == null || end.owners().isUnknown();
        return endKnowsNone && state != null ? state.owners() : winner().owners();
    }
}
