/** How JSON is read that Rollcall itself has written: rows, change events, dead letters. */
@NullMarked
package dev.rollcall.model.json;

import org.jspecify.annotations.NullMarked;
