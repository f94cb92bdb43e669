@NullMarked
package dev.rollcall.local.database;

import org.jspecify.annotations.NullMarked;
