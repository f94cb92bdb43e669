package dev.rollcall.worker.operate.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of one command: {@code --name value}, {@code --name=value}, or {@code --name} alone. */
final class Options {

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    /**
     * @param valued names of options with a value, without the dashes
     * @param alone names of those without
     * @throws IllegalArgumentException when there are others
     */
    Options(List<String> arguments, Set<String> valued, Set<String> alone) {
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            int equals = argument.indexOf('=');
            String name =
                    !argument.startsWith("--") ? "" : argument.substring(2, equals < 0 ? argument.length() : equals);
            if (alone.contains(name) && equals < 0) {
                flags.add(name);
            } else if (!valued.contains(name)) {
                throw new IllegalArgumentException("there is no option " + argument);
            } else if (equals < 0 && index + 1 == arguments.size()) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            } else if (values.put(name, equals < 0 ? arguments.get(++index) : argument.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("--" + name + " is given twice");
            }
        }
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    int number(String name, int otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("--" + name + " has to be a number", none);
        }
    }
}
