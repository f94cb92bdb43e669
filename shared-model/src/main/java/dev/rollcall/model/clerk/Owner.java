package dev.rollcall.model.clerk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On the id of what the object belongs to, once and for all: when that ends, so does the object. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Owner {

    /** What the id is one of. */
    Resource value();

    /** Whether a state without it cannot be understood: it would take the row from its owner, and live on when that ends. */
    boolean required() default false;
}
