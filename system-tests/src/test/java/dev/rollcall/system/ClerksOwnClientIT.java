package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The local Clerk is Clerk enough for Clerk's own client, to which nothing was added: it lists everything that lives. Where
 * Node.js is missing this is skipped, in CI it is a failure.
 */
class ClerksOwnClientIT {

    private static final Path CLIENT = Path.of("src", "test", "clients", "clerk");
    private static final String KEY = "sk_test_bG9jYWwuY2xlcmsuZXhhbXBsZSQ";
    private static final List<String> LISTED = List.of("user", "organization", "organizationMembership");

    private final ClerkObjects objects = new ClerkObjects();

    private record Ended(int code, String output, String error) {}

    @Test
    void listsUsersOrganizationsAndMemberships() throws Exception {
        Assumptions.assumeTrue(
                OptionalProgram.isThere(program("node") && program("npm"), "Node.js and npm are not installed"));
        Path installed = Path.of("target", "clerk-client");
        Files.createDirectories(installed);
        try (Stream<Path> files = Files.list(CLIENT)) {
            for (Path file : files.toList()) {
                Files.copy(file, installed.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // With --prefer-offline a second run needs no network.
        Ended npm = run(
                installed,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--loglevel=error");
        Assumptions.assumeTrue(
                OptionalProgram.isThere(npm.code() == 0, "Clerk's client cannot be installed: " + npm.error()));
        World.of(WorldSettings.of(21, 4_000)).events().forEachOrdered(objects::happened);
        try (LocalClerk clerk = LocalClerk.start(
                new LocalClerk.Settings(
                        0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(KEY), LocalClerk.PRODUCTION_REQUESTS),
                objects)) {
            Ended listed = run(installed, "node", "list.mjs", clerk.url().toString());
            assertThat(listed.code()).as(listed.error()).isZero();
            List<JsonNode> lines =
                    listed.output().lines().map(JsonMapper.shared()::readTree).toList();
            for (String table : LISTED) {
                List<String> ids = lines.stream()
                        .filter(line -> line.get("table").stringValue().equals(table))
                        .map(line -> line.get("id").stringValue())
                        .toList();
                assertThat(ids).isNotEmpty().containsExactlyInAnyOrderElementsOf(objects.liveIds(table));
            }
            assertThat(lines)
                    .filteredOn(line -> line.get("table").stringValue().equals("user"))
                    .allMatch(line -> line.get("totalCount").intValue()
                            == objects.liveIds("user").size());
            assertThat(clerk.counts().notGets()).isZero();
        }
    }

    private static boolean program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .anyMatch(Files::isExecutable);
    }

    private static Ended run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(Path.of("target"), "client", ".out");
        Path error = Files.createTempFile(Path.of("target"), "client", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().putAll(Map.of("CLERK_SECRET_KEY", KEY, "CLERK_TELEMETRY_DISABLED", "1"));
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ended(-1, "", command[0] + " did not end: " + Files.readString(error));
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    }
}
