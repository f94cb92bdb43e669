package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.operate.replay.PointInTime;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those to which everything applies that is not null.
 *
 * @param since failed then or later
 * @param until failed before
 * @param all also those that were replayed or discarded
 * @param instance refused because they name this Clerk instance
 */
public record Filter(
        @Nullable FailureCode code,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable EntityId entity,
        @Nullable LetterId id,
        boolean all,
        @Nullable String instance) {

    /** Of any Clerk instance, and of none. */
    public Filter(
            @Nullable FailureCode code,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable EntityId entity,
            @Nullable LetterId id,
            boolean all) {
        this(code, since, until, entity, id, all, null);
    }

    /** Open ones that were refused because of the Clerk instance that they name. */
    public static Filter ofInstance(String instance) {
        return new Filter(null, null, null, null, null, false, instance);
    }

    /** As people write it. */
    public record Text(
            @Nullable String code,
            @Nullable String since,
            @Nullable String until,
            @Nullable String entity,
            @Nullable String id,
            boolean all) {}

    /**
     * What people ask for.
     *
     * @param clock says what is now
     * @throws IllegalArgumentException with what to write instead
     */
    public static Filter parse(Text text, InstantSource clock) {
        return new Filter(
                code(text.code()),
                PointInTime.parse("since", text.since(), clock),
                PointInTime.parse("until", text.until(), clock),
                text.entity() == null ? null : new EntityId(text.entity()),
                text.id() == null ? null : LetterId.parse(text.id()),
                text.all());
    }

    private static @Nullable FailureCode code(@Nullable String label) {
        if (label == null) {
            return null;
        }
        for (FailureCode code : FailureCode.values()) {
            if (code.label().equals(label)) {
                return code;
            }
        }
        throw new IllegalArgumentException("there is no such code; write one of "
                + Arrays.stream(FailureCode.values()).map(FailureCode::label).collect(Collectors.joining(", ")));
    }

    /** A condition on {@code rollcall.dead_letters as d} with {@link #parameters}. */
    String condition() {
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (!all) {
            conditions.add("d.state = 'open'");
        }
        if (code != null) {
            conditions.add("d.code = ?");
        }
        if (since != null) {
            conditions.add("d.failed_at >= ?");
        }
        if (until != null) {
            conditions.add("d.failed_at < ?");
        }
        if (entity != null) {
            conditions.add("d.entity_id = ?");
        }
        if (id != null) {
            conditions.add("d.writer = ? and d.\"offset\" = ?");
        }
        if (instance != null) {
            conditions.add("d.instance_id = ?");
        }
        return String.join(" and ", conditions);
    }

    /** The parameters of {@link #condition}, in order. */
    List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        if (code != null) {
            parameters.add(code.label());
        }
        if (since != null) {
            parameters.add(Timestamp.from(since));
        }
        if (until != null) {
            parameters.add(Timestamp.from(until));
        }
        if (entity != null) {
            parameters.add(entity.value());
        }
        if (id != null) {
            parameters.add(id.writer());
            parameters.add(id.offset());
        }
        if (instance != null) {
            parameters.add(instance);
        }
        return parameters;
    }

    /** For the audit and for people; without personal data, since every part is checked. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        if (code != null) {
            parts.add("code=" + code.label());
        }
        if (since != null) {
            parts.add("since=" + since);
        }
        if (until != null) {
            parts.add("until=" + until);
        }
        if (entity != null) {
            parts.add("entity=" + entity);
        }
        if (id != null) {
            parts.add("id=" + id);
        }
        if (instance != null) {
            parts.add("instance=" + instance);
        }
        parts.add(all ? "all" : "open");
        return String.join(" ", parts);
    }
}
