/** The command that creates roles and schemas and migrates them, and the check that it was run. */
@NullMarked
package dev.rollcall.worker.prepare.schema;

import org.jspecify.annotations.NullMarked;
