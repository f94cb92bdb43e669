package dev.rollcall.system.containers;

import dev.rollcall.local.application.Release;
import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The images that are built here. */
final class Images {

    /** What each container may use. */
    static final int MEMORY_MEBIBYTES = 640;

    private static final Path FOLDER = RuleFile.ROOT.resolve("deploy/containers");
    private static final Pattern TAGGED = Pattern.compile("(?:[a-z0-9-]+/)?[a-z0-9-]+:[A-Za-z0-9._-]+");

    private Images() {}

    static Dockerfile of(String name) throws IOException {
        return Dockerfile.read(FOLDER.resolve(name + ".Dockerfile"));
    }

    static Dockerfile of(Application application) throws IOException {
        return of(application == Application.GATEWAY ? "gateway" : "worker");
    }

    static List<Dockerfile> all() throws IOException {
        return List.of(of("gateway"), of("worker"), of("rollcall"));
    }

    static boolean isTaggedWithoutRegistry(String image) {
        return TAGGED.matcher(image).matches() && !image.endsWith(":latest");
    }

    /** Of the project. */
    static String version() {
        return Release.of(RuleFile.ROOT);
    }
}
