package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An object of the Backend API, and the row that the worker would make of it. */
public final class Candidate {

    private final Resource resource;
    private final String id;
    private final ObjectNode data;
    private final @Nullable Row row;
    private final Owners owners;
    private final long updatedAtMillis;
    private final @Nullable FailureCode code;

    Candidate(Resource resource, String id, ObjectNode data, Row row, Owners owners, long updatedAtMillis) {
        this.resource = resource;
        this.id = id;
        this.data = data;
        this.row = row;
        this.owners = owners;
        this.updatedAtMillis = updatedAtMillis;
        code = null;
    }

    /** One that no decoder takes. */
    Candidate(Resource resource, String id, ObjectNode data, FailureCode code) {
        this.resource = resource;
        this.id = id;
        this.data = data;
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

    /** Null when it is unreadable. */
    @Nullable Row row() {
        return row;
    }

    @Nullable FailureCode code() {
        return code;
    }
}
