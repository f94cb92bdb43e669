package dev.rollcall.simulator.world;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The history of one Clerk instance, made while it is read: a world of any size needs little memory. */
public final class World {

    private final WorldSettings settings;

    private World(WorldSettings settings) {
        this.settings = settings;
    }

    public static World of(WorldSettings settings) {
        return new World(settings);
    }

    public WorldSettings settings() {
        return settings;
    }

    /** Every message, in the order in which things happened; the same each time. Sequential only. */
    public Stream<WebhookEvent> events() {
        Spliterator<WebhookEvent> events = Spliterators.spliterator(
                iterator(), settings.events(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        return StreamSupport.stream(events, false);
    }

    /** The same as {@link #events}, one at a time. */
    public Iterator<WebhookEvent> iterator() {
        Storyteller storyteller = new Storyteller(settings);
        return new Iterator<>() {
            private int left = settings.events();

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public WebhookEvent next() {
                if (left <= 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return storyteller.next();
            }
        };
    }
}
