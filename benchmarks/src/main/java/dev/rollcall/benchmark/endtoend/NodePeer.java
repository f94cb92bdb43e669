package dev.rollcall.benchmark.endtoend;

import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook route of {@code benchmarks/peers/}, with its packages installed into a directory of its own.
 *
 * @param directory with {@code server.mjs} and {@code node_modules}
 */
record NodePeer(Path directory) {

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.");
    private static final int OLDEST_NODE = 20;
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(10);
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    /** Empty, with a line that says why, where Node is missing or too old or the packages cannot be had. */
    static Optional<NodePeer> installed(Servers servers, Path root, String name)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(servers.directory().resolve(name));
        Path log = directory.resolve("install.log");
        String missing = null;
        if (!isNewEnough(log)) {
            missing = "Node " + OLDEST_NODE + " or newer is not installed";
        } else {
            Path peers = root.resolve("benchmarks/peers");
            copy(peers, directory);
            copy(peers.resolve(name), directory);
            if (!runs(List.of("npm", "install", "--prefix", directory.toString(), "--no-audit", "--no-fund"), log)) {
                missing = "npm cannot install or prepare its packages";
            }
        }
        if (missing != null) {
            System.out.println("Skipped: the route " + name + ", since " + missing + ".");
            return Optional.empty();
        }
        return Optional.of(new NodePeer(directory));
    }

    private static void copy(Path from, Path into) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.{json,mjs,prisma}")) {
            for (Path file : files) {
                Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The route, ready, on a port of 127.0.0.1; it writes as the administrator, past row security. */
    ChildProcess start(Servers servers, int port) throws InterruptedException {
        ChildProcess process = ChildProcess.start(ChildCommand.of(
                "peer",
                List.of("node", directory.resolve("server.mjs").toString()),
                Map.of(
                        "PORT", Integer.toString(port),
                        "SECRET", Servers.SECRET,
                        "DATABASE_URL", servers.administratorUrl().replaceFirst("^jdbc:", "")),
                directory.resolve("server.log")));
        process.awaitUntil(() -> FreePort.answers(port), LONGEST_START);
        return process;
    }

    private static boolean isNewEnough(Path log) throws IOException, InterruptedException {
        if (!runs(List.of("node", "--version"), log)) {
            return false;
        }
        Matcher version = VERSION.matcher(Files.readString(log));
        return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_NODE;
    }

    private static boolean runs(List<String> command, Path log) throws InterruptedException {
        try (ChildProcess process = ChildProcess.start(ChildCommand.of(command.getFirst(), command, Map.of(), log))) {
            return process.awaitExit(LONGEST_INSTALL) && process.awaitExit() == 0;
        }
    }
}
