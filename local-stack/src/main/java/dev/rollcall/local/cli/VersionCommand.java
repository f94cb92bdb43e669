package dev.rollcall.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says which release this is, and what it runs on: the first lines of a report of a bug. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "Say which release this is, on which Java.")
final class VersionCommand implements Runnable {

    private final Surroundings surroundings;

    @Option(names = "--json", description = "An object: version, java, system.")
    private boolean json;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", Rollcall.version(surroundings));
        facts.put("java", Runtime.version().toString());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        surroundings
                .terminal()
                .say(
                        json
                                ? JsonMapper.builder().build().writeValueAsString(facts)
                                : "Rollcall %s (Java %s, %s)"
                                        .formatted(facts.values().toArray()));
    }
}
