package dev.rollcall.simulator.verify;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What is in the database, by ids: so that rows of other worlds are neither read nor counted. */
interface Tables {

    /** Rows of a table and of its child tables, by id. */
    Map<String, Row> rows(TableShape shape, Collection<String> ids);

    /** Rows of {@code clerk.other_objects} of one resource, by id; {@code data} is their only column. */
    Map<String, Row> otherObjects(String resource, Collection<String> ids);

    /** The codes of the dead letters of these messages, by message id. */
    Map<String, Set<String>> deadLetters(Collection<String> messageIds);
}
