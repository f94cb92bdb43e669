/** The tables of schema clerk as data: which columns a Clerk object becomes, and one row of them. */
@NullMarked
package dev.rollcall.worker.copy.table;

import org.jspecify.annotations.NullMarked;
