/** The command that declares the topics, and the check that they are as declared. */
@NullMarked
package dev.rollcall.worker.topics;

import org.jspecify.annotations.NullMarked;
