package dev.rollcall.worker.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets one actor run at a time, from one point where it may be interrupted to the next; the seed says whose turn it is. */
final class Scheduler {

    /** Unwinds an actor that was killed. An error, since the loop must not take it for a failed batch. */
    static final class Killed extends Error {
        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Something that runs, as it would in a process of its own. */
    final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private BooleanSupplier ready = () -> true;
        private boolean killed;
        private boolean ended;

        private Actor() {}

        /** As kill -9: not a single further step. */
        void kill() {
            killed = true;
        }

        boolean isAlive() {
            return !killed && !ended;
        }

        private void run(Runnable work) {
            turn.acquireUninterruptibly();
            try {
                if (!killed) {
                    work.run();
                }
            } catch (Killed unwound) {
                ended = true;
            } finally {
                ended = true;
                back.release();
            }
        }
    }

    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore back = new Semaphore(0);
    private final Random random;
    private @Nullable Actor current;

    Scheduler(Random random) {
        this.random = random;
    }

    Actor start(Runnable work) {
        Actor actor = new Actor();
        actors.add(actor);
        Thread.ofVirtual().start(() -> actor.run(work));
        return actor;
    }

    /** Called by an actor where others may run, or where it may be killed. */
    void pause() {
        pauseUntil(() -> true);
    }

    /** The actor has no turn before the condition holds. */
    void pauseUntil(BooleanSupplier condition) {
        Actor me = current;
        if (me == null) {
            throw new IllegalStateException("only an actor pauses");
        }
        if (!me.killed) {
            me.ready = condition;
            back.release();
            me.turn.acquireUninterruptibly();
        }
        if (me.killed) {
            throw new Killed();
        }
    }

    boolean isDying() {
        return current != null && current.killed;
    }

    /** One actor goes to its next pause; false when none can. */
    boolean step() {
        actors.removeIf(actor -> actor.ended);
        List<Actor> able = actors.stream()
                .filter(actor -> actor.killed || actor.ready.getAsBoolean())
                .toList();
        if (able.isEmpty()) {
            return false;
        }
        Actor next = able.get(random.nextInt(able.size()));
        current = next;
        next.turn.release();
        back.acquireUninterruptibly();
        current = null;
        return true;
    }

    /** Kills and unwinds all. */
    void end() {
        actors.forEach(Actor::kill);
        boolean more = true;
        while (more) {
            more = step();
        }
    }
}
