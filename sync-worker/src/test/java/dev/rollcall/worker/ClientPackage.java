package dev.rollcall.worker;

import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The npm package {@code clients/typescript} as its readers have it: built, packed, and installed from the tarball. */
final class ClientPackage {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCE = REPOSITORY.resolve("clients").resolve("typescript");

    private ClientPackage() {}

    /** What a reader has installed, without the package. */
    static NodeProject project(String name) throws IOException, InterruptedException {
        return NodeProject.install(SOURCE.resolve("test"), Path.of("target", name));
    }

    /** As node-postgres and Prisma take it. */
    static String urlOf(TestDatabase database, String role) {
        DatabaseUrl url = database.urlOf(role);
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
    }

    static void installInto(NodeProject project) throws IOException, InterruptedException {
        project.take(SOURCE, "package");
        project.require(Map.of("ROLLCALL_REPOSITORY", REPOSITORY.toString()), "node", "package/scripts/collect.mjs");
        project.require(Map.of(), "tsc", "--project", "package/tsconfig.json");
        project.require(Map.of(), "npm", "pack", "./package", "--loglevel=error");
        project.require(
                Map.of(),
                "npm",
                "install",
                "--no-save",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--legacy-peer-deps",
                "--loglevel=error",
                "./rollcall-client-0.1.0.tgz");
    }
}
