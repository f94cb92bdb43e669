/** What both applications hold against a request to their management ports. */
@NullMarked
package dev.rollcall.model.http;

import org.jspecify.annotations.NullMarked;
