package dev.rollcall.local.application;

import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release that a repository builds. Its top pom says it, and everything else reads it there. */
public final class Release {

    private static final Pattern VERSION = Pattern.compile("(?m)^ {2}<version>([^<]+)</version>");

    private Release() {}

    /**
     * Such as {@code 1.2.3}.
     *
     * @throws StartFailedException when the directory is no repository of Rollcall
     */
    public static String of(Path repository) {
        Path pom = repository.resolve("pom.xml");
        try {
            Matcher version = VERSION.matcher(Files.readString(pom));
            if (version.find()) {
                return version.group(1);
            }
        } catch (IOException unreadable) {
            throw new StartFailedException(pom + " cannot be read, so it is not known what is built here", unreadable);
        }
        throw new StartFailedException(pom + " says no version");
    }
}
