package dev.rollcall.local.stack;

import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.startup.database.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Clerk instance a database is a copy of. */
public final class BoundInstance {

    private static final String FIND = "select instance_id from rollcall.instance";

    private static final Pattern OF_ONES_OWN = Pattern.compile("\\.rollcall-clerk(?:-([0-9]{1,6}))?");

    private BoundInstance() {}

    /** The Clerk instance; empty when the database is not bound yet, is not a copy at all, or does not say. */
    public static Optional<String> of(DatabaseUrl database) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrlWithLogin() + "&loginTimeout=10");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        } catch (SQLException notYet) {
            return Optional.empty();
        }
    }

    /** For users who start the simulator's database with the secret of their own endpoint. */
    public static String advice(Path directory) {
        return "the data in %s are a copy of the simulator's invented instance, which a real secret is not for; use a"
                        .formatted(directory)
                + " directory of your own: CLERK_WEBHOOK_SIGNING_SECRET=whsec_... ./rollcall up --data-dir "
                + another(directory) + " (or say that it is the simulator's: --instance-id "
                + WorldSettings.DEFAULT_INSTANCE_ID + ")";
    }

    /** A directory for the copy of the user's own instance, that is not this one; as a user types it. */
    public static String another(Path directory) {
        Matcher ofOnesOwn = OF_ONES_OWN.matcher(String.valueOf(directory.getFileName()));
        if (!ofOnesOwn.matches()) {
            return "~/.rollcall-clerk";
        }
        String number = ofOnesOwn.group(1);
        return "~/.rollcall-clerk-" + (number == null ? 2 : Integer.parseInt(number) + 1);
    }

    /** Whether it is the invented one that the simulator is, unless told otherwise. */
    public static boolean isOfTheSimulator(DatabaseUrl database) {
        return of(database).filter(WorldSettings.DEFAULT_INSTANCE_ID::equals).isPresent();
    }
}
