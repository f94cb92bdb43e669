package dev.rollcall.local.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether nobody but this user (and root) could have made or exchanged what lies at a path. Programs, data and passwords
 * are used from no other place: on a shared machine somebody else may have made a directory of a foreseeable name first.
 */
public final class OwnPath {

    private static final String ATTRIBUTES = "unix:uid,gid,mode,owner,group,isSymbolicLink";
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int GROUP_MAY_WRITE = 020;
    private static final int ALL_MAY_WRITE = 02;

    private static final long ME = new UnixSystem().getUid();

    private OwnPath() {}

    /**
     * Looks at every part of the path from the root on.
     *
     * @param path of something that exists
     * @throws ForeignPathException naming the first part that somebody else could have made or can exchange
     */
    public static void require(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Part last = new Part(absolute);
        if (last.isLink()) {
            throw new ForeignPathException(absolute, "is a symbolic link", ": name the directory itself");
        }
        if (last.uid() != ME) {
            throw last.foreign();
        }
        if (othersMayAddTo(absolute)) {
            throw last.open();
        }
    }

    /**
     * Whether all may add to the directory, as to {@code /tmp}, though nobody can exchange what is there already.
     *
     * @throws ForeignPathException when somebody else could have made a part of it, or can exchange one
     */
    private static boolean othersMayAddTo(Path directory) throws IOException {
        boolean othersMayAdd = false;
        for (int names = 0; names <= directory.getNameCount(); names++) {
            Path path = names == 0 ? directory.getRoot() : directory.getRoot().resolve(directory.subpath(0, names));
            Part part = new Part(path);
            if (part.uid() != ME && (part.uid() != ROOT)) {
                throw part.foreign();
            }
            if (part.isLink()) {
                // Its owner is this user or root, who point where they want to; what is there has to be as safe.
                othersMayAdd = othersMayAddTo(path.toRealPath());
            } else {
                othersMayAdd = part.isWritableByOthers();
                if (othersMayAdd && !part.isSticky()) {
                    throw part.open();
                }
            }
        }
        return othersMayAdd;
    }

    /** What the file system says of one part of a path, itself and not what it links to. */
    private record Part(Path path, Map<String, Object> attributes) {

        private Part(Path path) throws IOException {
            this(path, Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
        }

        private int number(String attribute) {
            return attributes.get(attribute) instanceof Integer number ? number : -1;
        }

        private int uid() {
            return number("uid");
        }

        private boolean isLink() {
            return Boolean.TRUE.equals(attributes.get("isSymbolicLink"));
        }

        /** As {@code /tmp}: everybody may add, and only the owner of a file may rename or remove it. */
        private boolean isSticky() {
            return (number("mode") & STICKY) != 0;
        }

        /** A group named after its only member counts as that user: most Linux systems make one for each user. */
        private boolean isWritableByOthers() {
            boolean ownGroup = number("gid") == ROOT
                    || String.valueOf(attributes.get("group")).equals(String.valueOf(attributes.get("owner")));
            return (number("mode") & ALL_MAY_WRITE) != 0 || ((number("mode") & GROUP_MAY_WRITE) != 0 && !ownGroup);
        }

        private ForeignPathException foreign() {
            return new ForeignPathException(path, "belongs to " + attributes.get("owner"), "");
        }

        private ForeignPathException open() {
            return new ForeignPathException(path, "can be changed by others", ", or: chmod go-w " + path);
        }
    }

    /** Somebody else could have made what lies there. The message says what to do. */
    public static final class ForeignPathException extends IOException {

        ForeignPathException(Path path, String why, String advice) {
            super("%s %s, so others of this machine could put programs there; use a directory of your own%s"
                    .formatted(path, why, advice));
        }
    }
}
