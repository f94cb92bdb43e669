package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPathTest {

    private static final int SOMEBODY_ELSE = 65_534;

    @TempDir
    Path directory;

    private Path home = Path.of("");

    @BeforeEach
    void makeHome() throws IOException {
        home = make(directory.resolve("home"), "rwx------");
    }

    @Test
    void takesWhatIsOnlyOursAndMakesItPrivate() throws IOException {
        Path made = PrivateDirectory.create(home.resolve("some/where"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(PrivateDirectory.create(made)).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxr-xrwx"})
    void refusesADirectoryThatOthersMayWriteTo(String permissions) throws IOException {
        Path open = make(home.resolve("open"), permissions);

        assertRefused(open, open + " can be changed by others");
        assertRefused(make(open.resolve("below"), "rwx------"), open + " can be changed by others");
    }

    @Test
    void refusesADirectoryOfAnotherGroupThatMayWrite() throws IOException {
        assumeTrue(isRoot(), "only root can give a directory to another group");
        Path shared = make(home.resolve("shared"), "rwxrwx---");
        Files.setAttribute(shared, "unix:gid", SOMEBODY_ELSE, LinkOption.NOFOLLOW_LINKS);

        assertRefused(shared, shared + " can be changed by others");
    }

    @Test
    void takesTheUsersOwnGroup() throws IOException {
        Path group = make(home.resolve("group"), "rwxrwx---");
        assumeTrue(Files.getAttribute(group, "unix:gid").equals(0), "the group is root's, or named as the user");

        assertThatCode(() -> OwnPath.require(group)).doesNotThrowAnyException();
    }

    @Test
    void takesADirectoryOfOursInOneThatAllMayAddToAndNotThatOneItself() throws IOException {
        Path temporary = make(home.resolve("temporary"), "rwxrwxrwx");
        Files.setAttribute(temporary, "unix:mode", (Integer) Files.getAttribute(temporary, "unix:mode") | 01000);

        assertThatCode(() -> OwnPath.require(make(temporary.resolve("ours"), "rwx------")))
                .doesNotThrowAnyException();
        assertRefused(temporary, "can be changed by others");
    }

    /** M7: anybody who knows the name can make it first. */
    @Test
    void refusesWhatSomebodyElseMade() throws IOException {
        assumeTrue(isRoot(), "only root can give a directory to another user");
        Path theirs = make(home.resolve("rollcall-cache"), "rwxr-xr-x");
        Files.setAttribute(theirs, "unix:uid", SOMEBODY_ELSE, LinkOption.NOFOLLOW_LINKS);

        assertRefused(theirs, theirs + " belongs to ");
        assertRefused(make(theirs.resolve("ours"), "rwx------"), theirs + " belongs to ");
        assertThatThrownBy(() -> PrivateDirectory.create(theirs)).isInstanceOf(OwnPath.ForeignPathException.class);
    }

    @Test
    void refusesALinkAndLooksBehindThoseOnTheWay() throws IOException {
        Path real = make(home.resolve("real"), "rwx------");
        Path link = Files.createSymbolicLink(home.resolve("link"), real);

        assertRefused(link, link + " is a symbolic link");
        assertThatCode(() -> OwnPath.require(make(link.resolve("below"), "rwx------")))
                .doesNotThrowAnyException();

        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(link.resolve("below"), real.toRealPath() + " can be changed by others");
    }

    @Test
    void refusesALinkOfSomebodyElse() throws IOException {
        assumeTrue(isRoot(), "only root can give a link to another user");
        Path link = Files.createSymbolicLink(home.resolve("link"), make(home.resolve("real"), "rwx------"));
        Files.setAttribute(link, "unix:uid", SOMEBODY_ELSE, LinkOption.NOFOLLOW_LINKS);

        assertRefused(make(link.resolve("below"), "rwx------"), link + " belongs to ");
    }

    @Test
    void unpacksProgramsToNoPlaceThatSomebodyElseCouldHaveMade() throws IOException {
        Path foreign = make(home.resolve("foreign"), "rwxrwxrwx");
        Path planted = make(foreign.resolve("rollcall"), "rwxr-xr-x");

        assertThat(PostgresBinaries.directoryFor(foreign, home.resolve("data")))
                .isEqualTo(home.resolve("data/programs"));
        assertThat(planted).isEmptyDirectory();
        assertThat(PostgresBinaries.directoryFor(home.resolve("cache"), home.resolve("data")))
                .isEqualTo(home.resolve("cache/rollcall"));
        assertThat(PostgresBinaries.directoryFor(Path.of("/proc/nope"), home.resolve("data")))
                .isEqualTo(home.resolve("data/programs"));
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> OwnPath.require(path))
                .isInstanceOf(OwnPath.ForeignPathException.class)
                .hasMessageContaining(why);
    }

    private static Path make(Path path, String permissions) throws IOException {
        Files.createDirectory(path);
        // Not at once: the umask would take some away.
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
