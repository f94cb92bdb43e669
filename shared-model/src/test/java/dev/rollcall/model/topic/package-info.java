/** Tests of names and policies of topics. */
@NullMarked
package dev.rollcall.model.topic;

import org.jspecify.annotations.NullMarked;
