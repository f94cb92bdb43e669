/** The system that is broken on purpose: its servers, the proxies between them, and the applications, each to be killed alone. */
@NullMarked
package dev.rollcall.proving.site;

import org.jspecify.annotations.NullMarked;
