package dev.rollcall.local.stack;

import dev.rollcall.local.process.Secrets;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The invented instance of the demo. What happened in it is a function of its seed, so a start goes on where the last one
 * stopped, and the local Clerk knows everything that the tables have of it.
 */
final class DemoWorld implements Iterator<WebhookEvent> {

    /** More than a day of the demo's events. */
    private static final int EVENTS = 2_000_000;

    /** Before anybody set up a webhook. */
    private static final int BEFORE = 2_000;

    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.DUPLICATE,
            Fault.REORDER,
            Fault.TIE,
            Fault.UPDATE_AFTER_DELETE,
            Fault.DELETE_BEFORE_CREATE,
            Fault.MEMBERSHIP_BEFORE_ORGANIZATION,
            Fault.REPLAY_OLD);

    private final @Nullable Path notes;
    private final WorldSettings settings;
    private final ClerkObjects objects = ClerkObjects.packed();
    private final Iterator<WebhookEvent> events;
    private final int toldAtStart;
    private int told;

    private DemoWorld(@Nullable Path notes, WorldSettings settings, int toldAtStart) {
        this.notes = notes;
        this.settings = settings;
        this.toldAtStart = toldAtStart;
        events = World.of(settings).iterator();
        for (; told < toldAtStart; told++) {
            objects.happened(events.next());
        }
    }

    /** The stack's own: as its notes say, or a new one in which much has happened already. */
    static DemoWorld of(StackHome home, String instanceId) throws IOException {
        Path notes = home.demoWorld();
        if (!Files.isRegularFile(notes)) {
            DemoWorld begun = new DemoWorld(notes, settings(anySeed(), instanceId), BEFORE);
            begun.note();
            return begun;
        }
        List<String> noted = List.of(Files.readString(notes).strip().split(" ", -1));
        return new DemoWorld(notes, settings(Long.parseLong(noted.get(0)), instanceId), Integer.parseInt(noted.get(1)));
    }

    /** One that nobody keeps: to send events to a stack that another process runs. */
    static DemoWorld passing(String instanceId) {
        return new DemoWorld(null, settings(anySeed(), instanceId), 0);
    }

    private static long anySeed() {
        return RandomGenerator.getDefault().nextLong(1, Integer.MAX_VALUE);
    }

    private static WorldSettings settings(long seed, String instanceId) {
        return new WorldSettings(seed, EVENTS, FAULTS, instanceId, LocalDate.now(ZoneOffset.UTC));
    }

    WorldSettings settings() {
        return settings;
    }

    /** What lives in it now. */
    ClerkObjects objects() {
        return objects;
    }

    /** Whether nobody has been sent anything of it. */
    boolean isNew() {
        return toldAtStart == BEFORE;
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public WebhookEvent next() {
        WebhookEvent event = events.next();
        objects.happened(event);
        told++;
        return event;
    }

    /** Writes down how far it is told; the next start goes on from there. */
    void note() throws IOException {
        if (notes != null) {
            Secrets.write(notes, settings.seed() + " " + told);
        }
    }
}
