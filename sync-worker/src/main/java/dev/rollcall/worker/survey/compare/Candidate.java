package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An object of the Backend API, and the row that the worker would make of it. */
public final class Candidate {

    private final Resource resource;
    private final String id;
    private final ObjectNode data;
    private final byte[] envelope;
    private final @Nullable Row row;
    private final Owners owners;
    private final long updatedAtMillis;
    private final @Nullable FailureCode code;

    /** @param envelope what the decoder took */
    Candidate(Resource resource, String id, ObjectNode data, byte[] envelope, Decoded.State state) {
        this.resource = resource;
        this.id = id;
        this.data = data;
        this.envelope = envelope;
        row = state.row();
        owners = state.owners();
        updatedAtMillis = state.version().updatedAtMillis();
        code = null;
    }

    /** One that no decoder takes. */
    Candidate(Resource resource, String id, ObjectNode data, FailureCode code) {
        this.resource = resource;
        this.id = id;
        this.data = data;
        envelope = new byte[0];
        row = null;
        owners = Owners.NONE;
        updatedAtMillis = 0;
        this.code = code;
    }

    public Resource resource() {
        return resource;
    }

    public String id() {
        return id;
    }

    /** Whose it is: what has to be known of them, too, before it is judged. */
    public Owners owners() {
        return owners;
    }

    public long updatedAtMillis() {
        return updatedAtMillis;
    }

    /** Without what is never stored and what is not compared. */
    ObjectNode data() {
        return data;
    }

    /** That it is missing, as it is published: the worker takes it. Not a copy; empty when it is unreadable. */
    byte[] envelope() {
        return envelope;
    }

    /** Null when it is unreadable. */
    @Nullable Row row() {
        return row;
    }

    @Nullable FailureCode code() {
        return code;
    }
}
