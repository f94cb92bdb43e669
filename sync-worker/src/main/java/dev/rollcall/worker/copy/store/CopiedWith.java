package dev.rollcall.worker.copy.store;

import dev.rollcall.startup.RefusedAsThingsAreException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker copies with, kept in {@code rollcall.worker_settings}: a survey that went by anything else would publish
 * for ever what the worker leaves out.
 *
 * @param storePrivateMetadata false leaves it out of every table
 */
public record CopiedWith(String release, boolean storePrivateMetadata) {

    private static final String RELEASE = "release";
    private static final String PRIVATE_METADATA = "ROLLCALL_STORE_PRIVATE_METADATA";

    /** By this program. */
    public static CopiedWith ofThisRelease(boolean storePrivateMetadata) {
        return new CopiedWith(thisRelease(), storePrivateMetadata);
    }

    /** Of this program; "unpackaged" where it does not run from its jar. */
    private static String thisRelease() {
        return Objects.requireNonNullElse(CopiedWith.class.getPackage().getImplementationVersion(), "unpackaged");
    }

    /** Writes them down in one statement: whoever reads finds all of them or none. */
    public void note(DataSource database) {
        JdbcClient.create(database)
                .sql("""
                        insert into rollcall.worker_settings (name, value)
                        values (:release_name, :release), (:private_name, :private)
                        on conflict (name) do update set value = excluded.value, written_at = now()
                        """)
                .param("release_name", RELEASE)
                .param("release", release)
                .param("private_name", PRIVATE_METADATA)
                .param("private", Boolean.toString(storePrivateMetadata))
                .update();
    }

    /**
     * Compares with what the workers wrote down.
     *
     * @throws IllegalArgumentException with one line for the operator when they are not the same
     */
    public void require(Map<String, String> written) {
        if (written.isEmpty()) {
            throw new RefusedAsThingsAreException("no worker has written down yet with which settings it copies:"
                    + " start one of this release, then run the same command again");
        }
        values().forEach((name, value) -> {
            String theirs = written.getOrDefault(name, "");
            if (!value.equals(theirs)) {
                throw new IllegalArgumentException(
                        "the worker copies with " + name + "=" + theirs + ", this command with " + value
                                + ": what it publishes would differ for ever. Run it with the worker's");
            }
        });
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put(RELEASE, release);
        values.put(PRIVATE_METADATA, Boolean.toString(storePrivateMetadata));
        return values;
    }
}
