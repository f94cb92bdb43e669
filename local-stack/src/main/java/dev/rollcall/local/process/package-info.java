/** Child processes that cannot outlive their parent, each with its log file, its signals and its health. */
@NullMarked
package dev.rollcall.local.process;

import org.jspecify.annotations.NullMarked;
