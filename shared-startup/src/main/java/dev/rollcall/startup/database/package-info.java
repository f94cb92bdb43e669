/** The database's URL as users have it, read once for both the worker and the tools that start it. */
@NullMarked
package dev.rollcall.startup.database;

import org.jspecify.annotations.NullMarked;
