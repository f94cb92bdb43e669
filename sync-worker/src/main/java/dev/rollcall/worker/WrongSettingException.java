package dev.rollcall.worker;

/** A setting, or something that the operator has to prepare, is wrong. The message is one line that says what to do. */
final class WrongSettingException extends RuntimeException {

    public WrongSettingException(String line) {
        super(line, null, false, false);
    }
}
