package dev.rollcall.simulator.world;

/** How the objects of one resource come to be and change; {@link ObjectStories} tells of it. */
interface ObjectKind {

    /** The part of the event type before the verb. */
    String resource();

    /**
     * Not told yet.
     *
     * @param company it belongs to this one, if to any
     * @param user it is this one's, or made by it, if by anybody
     */
    PlainObject begin(Company company, UserAccount user);

    /** Of the event that tells of its beginning. */
    default String firstVerb() {
        return "created";
    }

    /** Changes its fields, and says with which verb that is told. */
    String change(PlainObject object);

    /** Whether Clerk announces that such an object is deleted. */
    default boolean isDeleteTold() {
        return false;
    }
}
