package dev.rollcall.simulator.api;

import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.Meaning.Owners;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What lives in an instance at the moment: the webhooks of a world tell it, or a test does by hand. Each object is kept as
 * its latest webhook has it. An object ends with its organization or its user. Threads may use it at once.
 */
public final class ClerkObjects {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** When it was created and which it is: the order of every list. */
    record Place(long createdAt, String id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::createdAt).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Held(ObjectNode object, Owners owners) {}

    private final Map<String, TreeMap<Place, Held>> byResource = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    /** An event that happened at Clerk, whether or not anybody is sent it. What is no object of a known kind is nothing. */
    public synchronized void happened(WebhookEvent event) {
        switch (event.meaning()) {
            case Meaning.State state -> {
                String body = state.kept() == null ? new String(event.body(), StandardCharsets.UTF_8) : state.kept();
                JsonNode data = MAPPER.readTree(body).path("data");
                if (data instanceof ObjectNode object) {
                    put(state.entity().resource(), object, state.owners());
                }
            }
            case Meaning.End end -> end(end.entity().id());
            case Meaning.DeadLetter letter -> {}
            case Meaning.Nothing nothing -> {}
        }
    }

    /** Makes or changes an object by hand; what ended before stays ended, as at Clerk, where ids are never used again. */
    public synchronized void put(String resource, ObjectNode object, Owners owners) {
        String id = object.path("id").asString("");
        boolean ownerEnded = (owners.organizationId() != null && ended.contains(owners.organizationId()))
                || (owners.userId() != null && ended.contains(owners.userId()));
        if (id.isEmpty() || ended.contains(id)) {
            return;
        }
        if (ownerEnded) {
            end(id);
            return;
        }
        TreeMap<Place, Held> objects = byResource.computeIfAbsent(resource, first -> new TreeMap<>());
        Place before = places.get(id);
        Held held = before == null ? null : objects.get(before);
        if (held != null
                && held.object().path("updated_at").asLong(0)
                        > object.path("updated_at").asLong(0)) {
            return;
        }
        if (before != null) {
            objects.remove(before);
        }
        Place place = new Place(object.path("created_at").asLong(0), id);
        places.put(id, place);
        objects.put(place, new Held(object.deepCopy(), owners));
    }

    /** Deletes an object, with all that belongs to it. */
    public synchronized void end(String id) {
        if (!ended.add(id)) {
            return;
        }
        for (TreeMap<Place, Held> objects : byResource.values()) {
            List<String> belongings = objects.entrySet().stream()
                    .filter(object -> object.getKey().id().equals(id)
                            || id.equals(object.getValue().owners().organizationId())
                            || id.equals(object.getValue().owners().userId()))
                    .map(object -> object.getKey().id())
                    .toList();
            belongings.forEach(one -> {
                ended.add(one);
                objects.remove(places.get(one));
            });
        }
    }

    /** Changes an object in a way that no webhook tells. */
    public synchronized void change(String resource, String id, UnaryOperator<ObjectNode> change) {
        Place place = places.get(id);
        TreeMap<Place, Held> objects = byResource.getOrDefault(resource, new TreeMap<>());
        Held held = place == null ? null : objects.remove(place);
        if (held == null) {
            throw new IllegalArgumentException("no live " + resource + " " + id);
        }
        ObjectNode changed = change.apply(held.object().deepCopy());
        Place now = new Place(changed.path("created_at").asLong(0), id);
        places.put(id, now);
        objects.put(now, new Held(changed, held.owners()));
    }

    /** Those that live, the oldest first. */
    public synchronized List<ObjectNode> live(String resource) {
        return new ArrayList<>(byResource.getOrDefault(resource, new TreeMap<>()).values().stream()
                .map(Held::object)
                .toList());
    }

    /** Ids of all that have ended. */
    public synchronized Set<String> ended() {
        return Set.copyOf(ended);
    }

    synchronized Optional<ObjectNode> find(String resource, String id) {
        Place place = places.get(id);
        Held held = place == null
                ? null
                : byResource.getOrDefault(resource, new TreeMap<>()).get(place);
        return Optional.ofNullable(held).map(Held::object);
    }

    synchronized Owners ownersOf(String resource, String id) {
        Place place = places.get(id);
        Held held = place == null
                ? null
                : byResource.getOrDefault(resource, new TreeMap<>()).get(place);
        return held == null ? Owners.NONE : held.owners();
    }

    /** Also of what has ended; null for what never was. */
    synchronized @Nullable Place placeOf(String id) {
        return places.get(id);
    }
}
