package dev.rollcall.model.event;

/** The form of the ids that Clerk gives its instances: {@code ins_} and a KSUID, 27 base62 characters. */
public final class InstanceId {

    private static final String PREFIX = "ins_";
    private static final int LENGTH = PREFIX.length() + 27;

    private InstanceId() {}

    /** Whether Clerk may have made it. The examples of its documentation mostly have another form, such as {@code ins_123}. */
    public static boolean isOfClerksForm(String id) {
        if (id.length() != LENGTH || !id.startsWith(PREFIX)) {
            return false;
        }
        for (int index = PREFIX.length(); index < LENGTH; index++) {
            char character = id.charAt(index);
            boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            boolean digit = character >= '0' && character <= '9';
            if (!letter && !digit) {
                return false;
            }
        }
        return true;
    }
}
