package dev.rollcall.worker;

import dev.rollcall.worker.copy.instance.BoundInstance;
import org.jspecify.annotations.Nullable;

/** A binding without a database, and without anybody else who binds. */
public final class MemoryBinding implements BoundInstance {

    private @Nullable String instance;
    private @Nullable String by;

    /** @param instance null for none */
    public MemoryBinding(@Nullable String instance) {
        this.instance = instance;
    }

    @Override
    public @Nullable String instance() {
        return instance;
    }

    @Override
    public String bind(String instanceId, String boundBy) {
        String bound = instance == null ? instanceId : instance;
        by = instance == null ? boundBy : by;
        instance = bound;
        return bound;
    }

    /** What bound it; null when nothing did. */
    public @Nullable String by() {
        return by;
    }
}
