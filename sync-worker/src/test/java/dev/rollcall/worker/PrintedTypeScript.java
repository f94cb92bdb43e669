package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of TypeScript as a page prints it. A module is made of it by what stands around it in an application; where its
 * imports lead is the test's.
 */
record PrintedTypeScript(String text) {

    private static final Pattern BLOCK = Pattern.compile("```ts\n(.*?)```", Pattern.DOTALL);

    /** In the order of the page. */
    static List<PrintedTypeScript> of(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> new PrintedTypeScript(block.group(1)))
                .toList();
    }

    /** With each name on the left, which must be there, as the one on the right. */
    PrintedTypeScript with(Map<String, String> names) {
        String changed = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            assertThat(changed).contains(name.getKey());
            changed = changed.replace(name.getKey(), name.getValue());
        }
        return new PrintedTypeScript(changed);
    }

    /** Its imports stay at the top of the module. */
    void write(Path module, String before, String after) throws IOException {
        Map<Boolean, String> imports = text.lines()
                .collect(Collectors.partitioningBy(line -> line.startsWith("import "), Collectors.joining("\n")));
        Files.writeString(module, imports.get(true) + "\n" + before + "\n" + imports.get(false) + "\n" + after + "\n");
    }
}
