package dev.rollcall.simulator.api;

import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.Version;
import dev.rollcall.simulator.world.WebhookEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What lives in an instance at the moment: the webhooks of a world tell it, or a test does by hand. Each object is kept as
 * its latest webhook has it. An object ends with its organization or its user. Threads may use it at once.
 */
public final class ClerkObjects {

    /** When it was created and which it is: the order of every list. */
    record Place(long createdAt, String id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::createdAt).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** An object that lives. */
    record Held(Place place, Owners owners, Version version, PackedObject packed) {

        /** A copy. */
        ObjectNode object() {
            return packed.object();
        }
    }

    private final boolean small;
    private final Map<String, TreeMap<Place, Held>> byResource = new HashMap<>();
    private final Map<String, List<Held>> lists = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> resources = new HashMap<>();
    private final Map<String, Set<String>> belongings = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Consumer<Consumer<ClerkObjects>>> followers = new ArrayList<>();

    public ClerkObjects() {
        this(false);
    }

    private ClerkObjects(boolean small) {
        this.small = small;
    }

    /** Keeps objects packed: for a world of hours in a process of little memory. */
    public static ClerkObjects packed() {
        return new ClerkObjects(true);
    }

    /** An event that happened at Clerk, whether or not anybody is sent it. What is no object of a known kind is nothing. */
    public void happened(WebhookEvent event) {
        switch (event.meaning()) {
            case Meaning.State state -> {
                String body = state.kept() == null ? new String(event.body(), StandardCharsets.UTF_8) : state.kept();
                JsonNode data = AnyDepth.MAPPER.readTree(body).path("data");
                if (data instanceof ObjectNode object) {
                    put(state.entity().resource(), object, state.owners(), state.version());
                }
            }
            case Meaning.End end -> end(end.entity().id());
            case Meaning.DeadLetter letter -> {}
            case Meaning.Nothing nothing -> {}
        }
    }

    /** Makes or changes an object by hand; what ended before stays ended, as at Clerk, where ids are never used again. */
    public void put(String resource, ObjectNode object, Owners owners) {
        put(resource, object, owners, byHand(object));
    }

    /** Later than any event of the same time. */
    private static Version byHand(ObjectNode object) {
        return new Version(object.path("updated_at").asLong(0), Long.MAX_VALUE, "");
    }

    /** @param version decides between two states of one time, as it does for the tables */
    private synchronized void put(String resource, ObjectNode object, Owners owners, Version version) {
        told(other -> other.put(resource, object, owners, version));
        String id = object.path("id").asString("");
        if (id.isEmpty() || ended.contains(id)) {
            return;
        }
        if (isEnded(owners.organizationId()) || isEnded(owners.userId())) {
            end(id);
            return;
        }
        Held before = held(resource, id);
        if (before == null || before.version().compareTo(version) <= 0) {
            keep(resource, object, owners, version);
        }
    }

    private boolean isEnded(@Nullable String owner) {
        return owner != null && ended.contains(owner);
    }

    private void keep(String resource, ObjectNode object, Owners owners, Version version) {
        String id = object.path("id").asString("");
        TreeMap<Place, Held> objects = byResource.computeIfAbsent(resource, first -> new TreeMap<>());
        Place before = places.get(id);
        if (before != null) {
            objects.remove(before);
        }
        Place place = new Place(object.path("created_at").asLong(0), id);
        places.put(id, place);
        resources.put(id, resource);
        objects.put(place, new Held(place, owners, version, PackedObject.of(object, small)));
        belongsTo(owners.organizationId(), id);
        belongsTo(owners.userId(), id);
        lists.remove(resource);
    }

    private void belongsTo(@Nullable String owner, String id) {
        if (owner != null) {
            belongings.computeIfAbsent(owner, first -> new HashSet<>()).add(id);
        }
    }

    /** Deletes an object, with all that belongs to it. */
    public synchronized void end(String id) {
        told(other -> other.end(id));
        if (!ended.add(id)) {
            return;
        }
        String resource = resources.remove(id);
        Place place = places.get(id);
        if (resource != null && place != null) {
            byResource.getOrDefault(resource, new TreeMap<>()).remove(place);
            lists.remove(resource);
        }
        Set<String> all = belongings.remove(id);
        if (all != null) {
            all.forEach(this::end);
        }
    }

    /**
     * Changes an object in a way that no webhook tells.
     *
     * @throws IllegalArgumentException when it does not live
     */
    public synchronized void change(String resource, String id, UnaryOperator<ObjectNode> change) {
        Held held = held(resource, id);
        if (held == null) {
            throw new IllegalArgumentException("no live " + resource + " " + id);
        }
        ObjectNode changed = change.apply(held.object());
        told(other -> other.replace(resource, changed, held.owners(), byHand(changed)));
        keep(resource, changed, held.owners(), byHand(changed));
    }

    private synchronized void replace(String resource, ObjectNode object, Owners owners, Version version) {
        keep(resource, object, owners, version);
    }

    /** A sign-in: it moves {@code updated_at}, and nobody is told. */
    public void signIn(String user, long millis) {
        change(
                "user",
                user,
                object -> object.put("last_sign_in_at", millis)
                        .put("last_active_at", millis - millis % 86_400_000)
                        .put("updated_at", millis + 20));
    }

    /** Those that live, the oldest first. */
    public List<ObjectNode> live(String resource) {
        return held(resource).stream().map(Held::object).toList();
    }

    /** Ids of those that live, the oldest first. */
    public List<String> liveIds(String resource) {
        return held(resource).stream().map(held -> held.place().id()).toList();
    }

    /** Ids of all that have ended. */
    public synchronized Set<String> ended() {
        return Set.copyOf(ended);
    }

    /** Not a copy, and nobody changes it: made anew after a change. */
    synchronized List<Held> held(String resource) {
        return lists.computeIfAbsent(
                resource,
                one -> List.copyOf(byResource.getOrDefault(one, new TreeMap<>()).values()));
    }

    synchronized Optional<Held> find(String resource, String id) {
        return Optional.ofNullable(held(resource, id));
    }

    private @Nullable Held held(String resource, String id) {
        Place place = places.get(id);
        return place == null
                ? null
                : byResource.getOrDefault(resource, new TreeMap<>()).get(place);
    }

    /** Also of what has ended; null for what never was. */
    synchronized @Nullable Place placeOf(String id) {
        return places.get(id);
    }

    /** Those that belong to it. */
    synchronized long countOf(String resource, String owner) {
        return belongings.getOrDefault(owner, Set.of()).stream()
                .filter(id -> resource.equals(resources.get(id)))
                .count();
    }

    /** A copy of now; what changes from now on is handed to the follower, which says when it applies. */
    synchronized ClerkObjects copy(Consumer<Consumer<ClerkObjects>> follower) {
        ClerkObjects copy = new ClerkObjects(small);
        byResource.forEach((resource, objects) ->
                objects.values().forEach(held -> copy.replace(resource, held.object(), held.owners(), held.version())));
        copy.ended.addAll(ended);
        followers.add(follower);
        return copy;
    }

    synchronized void forget(Consumer<Consumer<ClerkObjects>> follower) {
        followers.remove(follower);
    }

    private void told(Consumer<ClerkObjects> change) {
        followers.forEach(follower -> follower.accept(change));
    }
}
