package dev.rollcall.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/** Why an application does not start, in one line, when a setting is the reason. */
final class StartFailure {

    private StartFailure() {}

    /**
     * The innermost explanation meant for the operator; null when there is none.
     *
     * @param portSetting which sets the port that Spring's server listens on
     */
    static @Nullable String lineOf(Throwable failed, String portSetting) {
        String line = null;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ForOperator said -> line = said.getMessage();
                case PortInUseException inUse ->
                    line = portSetting + " is " + inUse.getPort()
                            + ", which is in use: stop what uses the port, or write another one";
                case BindException unreadable ->
                    line = unreadable.getName() + " cannot be read: write a value of the type "
                            + unreadable.getTarget().getType();
                default -> {
                    // The next cause may say more.
                }
            }
        }
        return line;
    }
}
