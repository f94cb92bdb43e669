package dev.rollcall.simulator.verify;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows what must result, by the rule of order (section 3 of the design): the greatest version wins, an end is final,
 * what belongs to something that ended has ended too. None of this depends on the order of the events.
 */
final class Oracle {

    private static final String USER = "user";
    private static final String ORGANIZATION = "organization";

    private final Map<Entity, Standing> standings = new LinkedHashMap<>();
    private final Map<String, FailureCode> deadLetters = new LinkedHashMap<>();
    private final Set<String> messageIds = new HashSet<>();
    private final Set<String> doubtfulMessageIds = new HashSet<>();
    private final List<Forgeries.Names> forgeries = new ArrayList<>();

    /** What becomes of an object. */
    enum Fate {
        LIVE,
        ENDED,
        /** A message that decides it was never acknowledged. */
        DOUBTFUL
    }

    /** @param undelivered ids of messages that may have arrived or not */
    static Oracle of(World world, Set<String> undelivered) {
        return of(world, undelivered, Set.of());
    }

    /** @param lost ids of messages that nobody was sent */
    static Oracle of(World world, Set<String> undelivered, Set<String> lost) {
        Oracle oracle = new Oracle();
        world.events()
                .filter(event -> !lost.contains(event.messageId()))
                .forEachOrdered(event -> oracle.hear(
                        event.messageId(), event.meaning(), event.body(), undelivered.contains(event.messageId())));
        Forgeries.allOf(world.settings()).forEachOrdered(oracle.forgeries::add);
        return oracle;
    }

    void hear(String messageId, Meaning meaning, byte[] body) {
        hear(messageId, meaning, body, false);
    }

    private void hear(String messageId, Meaning meaning, byte[] body, boolean doubtful) {
        messageIds.add(messageId);
        if (doubtful) {
            doubtfulMessageIds.add(messageId);
        }
        switch (meaning) {
            case Meaning.State state -> {
                Standing standing = standing(state.entity());
                String kept = state.kept();
                standing.state(
                        state.version(), state.owners(), kept == null ? body : kept.getBytes(StandardCharsets.UTF_8));
                if (doubtful) {
                    standing.doubt();
                }
            }
            case Meaning.End end -> {
                Standing standing = standing(end.entity());
                standing.end(end.owners());
                if (doubtful) {
                    standing.doubt();
                }
            }
            case Meaning.DeadLetter deadLetter -> {
                if (!doubtful) {
                    deadLetters.put(messageId, deadLetter.code());
                }
            }
            case Meaning.Nothing nothing -> messageIds.remove(messageId);
        }
    }

    /** Every object that some event was about, in the order of their first events. */
    Map<Entity, Standing> standings() {
        return Collections.unmodifiableMap(standings);
    }

    @Nullable Standing find(String resource, String id) {
        return standings.get(new Entity(resource, id));
    }

    Fate fate(Standing standing) {
        if (standing.isDoubtful() || ownersOf(standing).anyMatch(Standing::isDoubtful)) {
            return Fate.DOUBTFUL;
        }
        return standing.hasEnded() || ownersOf(standing).anyMatch(Standing::hasEnded) ? Fate.ENDED : Fate.LIVE;
    }

    /** What is known of all that any of its events named as its owner. */
    private Stream<Standing> ownersOf(Standing standing) {
        return standing.owners().stream()
                .flatMap(owners -> Stream.concat(
                        Stream.ofNullable(owner(ORGANIZATION, owners.organizationId())),
                        Stream.ofNullable(owner(USER, owners.userId()))));
    }

    /** By message id. */
    Map<String, FailureCode> deadLetters() {
        return Collections.unmodifiableMap(deadLetters);
    }

    /** Of every genuine message. */
    Set<String> messageIds() {
        return Collections.unmodifiableSet(messageIds);
    }

    /** Whether the message may have arrived or not. */
    boolean isDoubtful(String messageId) {
        return doubtfulMessageIds.contains(messageId);
    }

    /** What must be found nowhere. */
    List<Forgeries.Names> forgeries() {
        return Collections.unmodifiableList(forgeries);
    }

    /** The ids of one resource. */
    List<String> ids(String resource) {
        return standings.keySet().stream()
                .filter(entity -> entity.resource().equals(resource))
                .map(Entity::id)
                .toList();
    }

    /** Resources by name, those with a table of their own and the others. */
    Set<String> resources() {
        Map<String, Boolean> names = new HashMap<>();
        standings.keySet().forEach(entity -> names.put(entity.resource(), true));
        return names.keySet();
    }

    private Standing standing(Entity entity) {
        return standings.computeIfAbsent(entity, unknown -> new Standing());
    }

    private @Nullable Standing owner(String resource, @Nullable String id) {
        return id == null ? null : find(resource, id);
    }
}
