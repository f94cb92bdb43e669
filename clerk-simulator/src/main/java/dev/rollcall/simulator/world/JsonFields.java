package dev.rollcall.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose values are kept as finished JSON text: writing one is appending strings, which is what lets a
 * simulator on a shared core make thousands of 3 KB bodies a second.
 */
final class JsonFields {

    private final FieldNames names;
    private final @Nullable String[] values;

    JsonFields(FieldNames names) {
        this.names = names;
        this.values = new @Nullable String[names.size()];
    }

    private JsonFields(FieldNames names, @Nullable String[] values) {
        this.names = names;
        this.values = values;
    }

    /** @param json finished JSON text, or null to leave the field out */
    JsonFields set(String name, @Nullable String json) {
        values[names.place(name)] = json;
        return this;
    }

    JsonFields set(String name, long number) {
        return set(name, Long.toString(number));
    }

    JsonFields set(String name, boolean flag) {
        return set(name, flag ? "true" : "false");
    }

    /** Text without anything to escape, such as an id. */
    JsonFields plain(String name, String text) {
        return set(name, '"' + text + '"');
    }

    @Nullable String get(String name) {
        return values[names.place(name)];
    }

    JsonFields copy() {
        return new JsonFields(names, values.clone());
    }

    /** Every field once, in an order that the dice choose: live events do not keep one. */
    StringBuilder appendTo(StringBuilder out, Dice dice) {
        int size = values.length;
        int step = 1 + dice.below(size);
        while (greatestCommonDivisor(step, size) != 1) {
            step++;
        }
        int place = dice.below(size);
        out.append('{');
        boolean first = true;
        for (int done = 0; done < size; done++) {
            String value = values[place];
            if (value != null) {
                if (!first) {
                    out.append(',');
                }
                out.append(names.prefix(place)).append(value);
                first = false;
            }
            place = (place + step) % size;
        }
        return out.append('}');
    }

    String toJson(Dice dice) {
        return appendTo(new StringBuilder(512), dice).toString();
    }

    private static int greatestCommonDivisor(int first, int second) {
        return second == 0 ? first : greatestCommonDivisor(second, first % second);
    }
}
