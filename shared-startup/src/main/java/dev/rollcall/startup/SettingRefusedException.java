package dev.rollcall.startup;

/**
 * A setting that neither an application nor a command starts with. Its message is one line: the setting, what is wrong,
 * what to write. An {@link IllegalArgumentException}, so that a command refuses it like its arguments.
 */
public final class SettingRefusedException extends IllegalArgumentException implements ForOperator {

    private static final long serialVersionUID = 1L;

    /**
     * @param setting as its user knows it: the environment variable, or the property
     * @param problem what is wrong with it; never the value of a secret
     * @param remedy what to write instead
     */
    public SettingRefusedException(String setting, String problem, String remedy) {
        super(setting + " " + problem + ": " + remedy);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
