package dev.rollcall.system.sabotage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One patch under {@code proving-ground/sabotages/}. Above the patch itself it says what is lost:
 *
 * <pre>
 * Promise: P4
 * Breaks: an older version replaces a newer one
 * Red: sync-worker dev.rollcall.worker.ApplyIT#ignoresAnEventOlderThanTheStoredVersion
 * </pre>
 *
 * @param promise P1 to P9
 * @param red the tests of which at least one must fail, each the module and what JUnit selects: class, or class#method
 * @param files the sources that it changes, from the repository's root
 */
record Sabotage(String name, Path patch, String promise, String breaks, List<Red> red, List<String> files) {

    static final Path FOLDER = Repository.ROOT.resolve("proving-ground/sabotages");

    private static final Pattern CHANGED = Pattern.compile("^[+]{3} b/(\\S+)", Pattern.MULTILINE);

    /** A test that must turn red. */
    record Red(String module, String selector) {}

    static List<Sabotage> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .map(Sabotage::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Sabotage read(Path file) {
        try {
            String text = Files.readString(file);
            List<String> files = new ArrayList<>();
            for (Matcher changed = CHANGED.matcher(text); changed.find(); ) {
                files.add(changed.group(1));
            }
            return new Sabotage(
                    file.getFileName().toString().replace(".patch", ""),
                    file.toAbsolutePath(),
                    head(file, text, "Promise").getFirst(),
                    head(file, text, "Breaks").getFirst(),
                    head(file, text, "Red").stream()
                            .map(red -> red.split(" ", 2))
                            .map(red -> new Red(red[0], red[1]))
                            .toList(),
                    files);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> head(Path file, String text, String name) {
        List<String> values = text.lines()
                .takeWhile(line -> !line.startsWith("--- "))
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
        if (values.isEmpty()) {
            throw new IllegalStateException(file + " has no line \"" + name + ": …\"");
        }
        return values;
    }

    @Override
    public String toString() {
        return name + ": " + breaks;
    }
}
