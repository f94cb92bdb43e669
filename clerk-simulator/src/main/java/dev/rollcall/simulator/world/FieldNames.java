package dev.rollcall.simulator.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names that an object of one kind can have, each with its place. */
final class FieldNames {

    private final String[] prefixes;
    private final Map<String, Integer> places = new HashMap<>();

    private FieldNames(List<String> names) {
        prefixes = new String[names.size()];
        for (int place = 0; place < prefixes.length; place++) {
            prefixes[place] = '"' + names.get(place) + "\":";
            if (places.put(names.get(place), place) != null) {
                throw new IllegalArgumentException(names.get(place) + " is there twice");
            }
        }
    }

    static FieldNames of(String... names) {
        return new FieldNames(List.of(names));
    }

    int size() {
        return prefixes.length;
    }

    /** The name as it stands in front of its value. */
    String prefix(int place) {
        return prefixes[place];
    }

    int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return place;
    }
}
