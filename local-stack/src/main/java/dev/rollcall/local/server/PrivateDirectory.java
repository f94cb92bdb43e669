package dev.rollcall.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that only its owner may enter (0700). */
public final class PrivateDirectory {

    private PrivateDirectory() {}

    /**
     * Creates it with its parents when it is missing; returns its absolute path.
     *
     * @throws OwnPath.ForeignPathException when somebody else could have made it, or can exchange it
     */
    public static Path create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        OwnPath.require(absolute);
        return absolute;
    }
}
