/** Addresses of databases, and what a query returned in the forms that people and tools read. */
@NullMarked
package dev.rollcall.local.database;

import org.jspecify.annotations.NullMarked;
