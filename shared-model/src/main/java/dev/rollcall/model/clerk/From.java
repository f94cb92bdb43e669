package dev.rollcall.model.clerk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An id that Clerk sends inside an embedded object, of which nothing else is kept (see {@link ExcludedField}). When the
 * object has a field of the component's own name, that one counts.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface From {

    /** The embedded object's field name. */
    String embedded();

    /** The field inside it. */
    String field();
}
