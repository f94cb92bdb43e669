package dev.rollcall.model.event;

/**
 * The envelope's {@code type}, such as {@code organizationMembership.created}: what happened to which resource.
 * Events are dispatched on it alone; the {@code object} fields of live payloads and examples contradict each other.
 *
 * @param value case-sensitive, {@code resource.verb}, 1 to 200 characters
 */
public record EventType(String value) {

    /** The synthetic event that travels the whole pipeline and never reaches the schema {@code clerk}. */
    public static final EventType HEARTBEAT = new EventType("rollcall.heartbeat");

    private static final int LONGEST = 200;

    public EventType {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an event type is 1 to 200 printable characters without blanks");
        }
    }

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int index = 0; index < value.length(); index++) {
            if (value.charAt(index) <= 0x20 || value.charAt(index) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** All before the last dot; the whole type when there is none. */
    public String resource() {
        int dot = value.lastIndexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    /** All after the last dot; '' when there is none. */
    public String verb() {
        int dot = value.lastIndexOf('.');
        return dot < 0 ? "" : value.substring(dot + 1);
    }

    /** True for the types that end an entity. A session that is {@code removed} or {@code ended} still has a state. */
    public boolean isDelete() {
        return verb().equals("deleted");
    }

    @Override
    public String toString() {
        return value;
    }
}
